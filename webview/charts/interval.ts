/** Both ends included; `from` < `to`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Whether distances on an axis are differences or ratios. */
export type AxisKind = 'linear' | 'log';

const forward = (kind: AxisKind, value: number): number => (kind === 'log' ? Math.log(value) : value);
const back = (kind: AxisKind, value: number): number => (kind === 'log' ? Math.exp(value) : value);

/** Keeps the width where it fits, and the whole where it doesn't. */
export function clamp(view: Interval, limits: Interval, kind: AxisKind = 'linear'): Interval {
  const [low, high] = [forward(kind, limits.from), forward(kind, limits.to)];
  const [from, to] = [forward(kind, view.from), forward(kind, view.to)];
  const width = to - from;
  if (!(width < high - low)) return limits;
  const start = Math.min(Math.max(from, low), high - width);
  return { from: back(kind, start), to: back(kind, start + width) };
}

/** Moves by a share of the width, to the right where it is positive. */
export function pan(view: Interval, share: number, limits: Interval, kind: AxisKind = 'linear'): Interval {
  const [from, to] = [forward(kind, view.from), forward(kind, view.to)];
  const by = share * (to - from);
  return clamp({ from: back(kind, from + by), to: back(kind, to + by) }, limits, kind);
}

/** Makes the width `factor` times as wide around a value, which keeps its place. */
export function zoom(
  view: Interval,
  { around, factor }: { readonly around: number; readonly factor: number },
  limits: Interval,
  kind: AxisKind = 'linear',
): Interval {
  const [from, to, centre] = [forward(kind, view.from), forward(kind, view.to), forward(kind, around)];
  return clamp(
    { from: back(kind, centre + (from - centre) * factor), to: back(kind, centre + (to - centre) * factor) },
    limits,
    kind,
  );
}

/** The middle of what is seen. */
export const middle = (view: Interval, kind: AxisKind = 'linear'): number =>
  back(kind, (forward(kind, view.from) + forward(kind, view.to)) / 2);

/** Where a value lies along a length that shows a view and begins at `start`. */
export function position(
  { from, to }: Interval,
  kind: AxisKind,
  start: number,
  length: number,
): (value: number) => number {
  const [low, high] = [forward(kind, from), forward(kind, to)];
  return (value) => start + (length * (forward(kind, value) - low)) / (high - low);
}

/** The value at a share of a view, from its left edge. */
export function valueAt({ from, to }: Interval, kind: AxisKind, share: number): number {
  const [low, high] = [forward(kind, from), forward(kind, to)];
  return back(kind, low + share * (high - low));
}
