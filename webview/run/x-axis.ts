import type { AxisKind, Interval } from '../charts/interval.ts';
import type { XMap } from '../charts/x-map.ts';

export interface XAxis {
  readonly map: XMap;
  readonly kind: AxisKind;
  /** All of the training, in the unit of the axis. */
  readonly limits: Interval;
  readonly view: Interval;
}

/** The axis of a training of so many steps. @param zoom steps that are seen; null: all. */
export function xAxis(
  map: XMap,
  { steps, zoom, log }: { readonly steps: number; readonly zoom: Interval | null; readonly log: boolean },
): XAxis {
  const end = Math.max(map.toX(steps), map.toX(2));
  const start = map.toX(1);
  // Time begins at 0, which a logarithmic axis can't show.
  const from = log && !(start > 0) ? Math.max(map.toX(2) / 2, Number.MIN_VALUE) : start;
  const limits = { from, to: end > from ? end : from + 1 };
  if (zoom === null) return { map, kind: log ? 'log' : 'linear', limits, view: limits };
  const seen = { from: Math.max(limits.from, map.toX(zoom.from)), to: map.toX(zoom.to) };
  return { map, kind: log ? 'log' : 'linear', limits, view: seen.to > seen.from ? seen : limits };
}

/** What a person chose on the axis, in steps; null where it is everything. */
export function zoomOf(view: Interval | null, { map, limits }: XAxis): Interval | null {
  if (view === null || (view.from <= limits.from && view.to >= limits.to)) return null;
  const [from, to] = [map.toStep(view.from), map.toStep(view.to)];
  // Less than two steps would be a chart without a line.
  return to - from >= 2 ? { from, to } : { from: (from + to) / 2 - 1, to: (from + to) / 2 + 1 };
}
