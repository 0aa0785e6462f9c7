/** An axis: where values lie, from 0 to 1, and which of them are marked. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** About `count` round values at equal distances; the axis begins and ends at one when `round`. */
export function linearScale(low: number, high: number, count = 5, round = true): Scale {
  const [from, to] =
    low < high ? [low, high] : [low - (Math.abs(low) || 1) / 2, low + (Math.abs(low) || 1) / 2];
  const step = roundStep((to - from) / count);
  const start = round ? Math.floor(from / step + 1e-9) : Math.ceil(from / step - 1e-9);
  const end = round ? Math.ceil(to / step - 1e-9) : Math.floor(to / step + 1e-9);
  // Multiplying keeps 0.3 from becoming 0.30000000000000004 as adding would.
  const ticks = Array.from({ length: end - start + 1 }, (_, index) =>
    Number(((start + index) * step).toPrecision(12)),
  );
  const first = round ? start * step : from;
  const last = round ? end * step : to;
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
  const every = Math.ceil(ticks.length / 7);
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
