import type { AxisKind, Interval } from './interval.ts';

/** Round values within an interval, about as many as asked for. */
export const ticks = (range: Interval, kind: AxisKind, count: number): readonly number[] =>
  kind === 'log' && range.to / range.from >= 10 ? powers(range, count) : multiples(range, count);

function multiples({ from, to }: Interval, count: number): readonly number[] {
  const rough = (to - from) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Multiplying keeps 0.3 from becoming 0.30000000000000004 as adding would.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function powers({ from, to }: Interval, count: number): readonly number[] {
  const decades = Math.log10(to / from);
  const steps = decades * 3 <= count ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / count));
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    if (power % every !== 0) continue;
    for (const step of steps) {
      const mark = Number(`${step}e${power}`);
      if (mark >= from && mark <= to) marks.push(mark);
    }
  }
  return marks;
}
