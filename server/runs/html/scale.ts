/** An axis: where values lie, from 0 to 1, and which of them are marked. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Beyond these, sums and quotients of doubles stop being finite. */
const largest = 1e100;
const smallest = 1e-100;

/** Whether an axis of a kind can show a value. */
export const showable = (value: number, scale: 'linear' | 'log'): boolean =>
  Math.abs(value) <= largest && (scale === 'linear' || value >= smallest);

/** About `count` round values at equal distances; the axis begins and ends at one when `round`. */
export function linearScale(low: number, high: number, count = 5, round = true): Scale {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Less than doubles can tell apart is one value, with room around it.
  const room = high - low > size * 1e-12 && size > smallest ? 0 : size > smallest ? size / 2 : 0.5;
  const [from, to] = [low - room, high + room];
  const step = roundStep((to - from) / count);
  const start = round ? Math.floor(from / step + 1e-9) : Math.ceil(from / step - 1e-9);
  const end = round ? Math.ceil(to / step - 1e-9) : Math.floor(to / step + 1e-9);
  // Multiplying keeps 0.3 from becoming 0.30000000000000004 as adding would.
  const ticks = Array.from({ length: end - start + 1 }, (_, index) =>
    Number(((start + index) * step).toPrecision(12)),
  );
  const first = round ? (ticks[0] ?? from) : from;
  const last = round ? (ticks.at(-1) ?? to) : to;
  return { at: (value) => (value - first) / (last - first), ticks };
}

/** Powers of ten, with 2 and 5 between them where they are few. Both ends must be positive. */
export function logScale(low: number, high: number): Scale {
  const steps = Math.log10(high / low) > 2.5 ? [1] : [1, 2, 5];
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) marks.push(Number(`${step}e${power}`));
  }
  const first = marks.findLast((mark) => mark <= low * (1 + 1e-9)) ?? low;
  const last = marks.find((mark) => mark >= high * (1 - 1e-9) && mark > first) ?? high;
  const ticks = marks.filter((mark) => mark >= first && mark <= last);
  const every = Math.ceil(ticks.length / 9);
  const width = Math.log(last / first);
  return {
    at: (value) => Math.log(value / first) / width,
    ticks: ticks.filter((_, index) => index % every === 0),
  };
}

/** 1, 2 or 5 times a power of ten that is at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}
