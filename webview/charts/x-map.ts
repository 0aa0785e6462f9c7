import type { Column } from './columns.ts';

/** Between steps, in which everything is recorded and read, and the unit of an axis. */
export interface XMap {
  readonly toX: (step: number) => number;
  readonly toStep: (x: number) => number;
}

export const stepsThemselves: XMap = { toX: (step) => step, toStep: (x) => x };

/** Straight lines between points that never decrease, and on beyond them. Fewer than two points tell nothing. */
export function straightLines(steps: Float64Array, values: Float64Array): XMap {
  if (steps.length < 2) return stepsThemselves;
  return {
    toX: (step) => interpolate(steps, values, step),
    toStep: (x) => interpolate(values, steps, x),
  };
}

function interpolate(from: Float64Array, to: Float64Array, at: number): number {
  let low = 0;
  let high = from.length - 1;
  while (high - low > 1) {
    const centre = (low + high) >> 1;
    if ((from[centre] ?? NaN) <= at) low = centre;
    else high = centre;
  }
  const [x0, x1, y0, y1] = [from[low] ?? 0, from[high] ?? 0, to[low] ?? 0, to[high] ?? 0];
  return x1 === x0 ? y0 : y0 + ((at - x0) * (y1 - y0)) / (x1 - x0);
}

/** Milliseconds of work since the first point: the clock of each attempt begins at 0, so attempts are added up. */
export function sinceStart({ max, last }: Column): Float64Array {
  const elapsed = new Float64Array(last.length);
  let before = 0;
  let ended = 0;
  const first = last[0] ?? 0;
  for (const [index, value] of last.entries()) {
    if (index > 0 && value < ended) before += Math.max(ended, max[index] ?? ended);
    ended = value;
    elapsed[index] = before + value - first;
  }
  return elapsed;
}
