import type { Column } from './columns.ts';
import type { AxisKind, Interval } from './interval.ts';
import type { Look } from './look.ts';

/** A line of a chart over its `x`. */
export interface Line {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
  readonly values: Float64Array;
  /** As measured, drawn faint, where `values` are smoothed. */
  readonly raw: Float64Array | null;
  /** Between the least and the greatest that each point stands for; null where it stands for one value. */
  readonly band: Pick<Column, 'min' | 'max'> | null;
  /** Few points that each deserve a mark. */
  readonly marks: boolean;
}

/** A horizontal line with a name. */
export interface Reference {
  readonly label: string;
  readonly value: number;
  readonly look: Look;
}

/** All that is needed to draw, export or tabulate a chart of lines. Values are in units of its axes. */
export interface LineChartContent {
  readonly title: string;
  readonly x: Float64Array;
  readonly lines: readonly Line[];
  readonly references: readonly Reference[];
  readonly view: Interval;
  /** As far as one can pan. */
  readonly limits: Interval;
  readonly xKind: AxisKind;
  readonly yKind: AxisKind;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
}

/** The part of a line that can be drawn: finite, and positive on a logarithmic axis. */
export const drawable = (value: number, kind: AxisKind): boolean =>
  Number.isFinite(value) && (kind === 'linear' || value > 0);

/** Where values lie within the view, with a little room. */
export function yRange({ x, lines, references, view, yKind }: LineChartContent): Interval {
  let low = Infinity;
  let high = -Infinity;
  const take = (value: number): void => {
    if (!drawable(value, yKind)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  const first = x.findIndex((at) => at >= view.from);
  const last = x.findLastIndex((at) => at <= view.to);
  const takeAll = (values: Float64Array): void => {
    for (let index = Math.max(0, first); index <= last; index++) take(values[index] ?? NaN);
  };
  if (first >= 0)
    for (const { values, raw, band } of lines) {
      takeAll(values);
      if (raw !== null) takeAll(raw);
      if (band !== null) {
        takeAll(band.min);
        takeAll(band.max);
      }
    }
  for (const { value } of references) take(value);
  if (low > high) return yKind === 'log' ? { from: 0.1, to: 1 } : { from: 0, to: 1 };
  if (yKind === 'log') {
    const room = Math.max((high / low) ** 0.05, 1.05);
    return { from: low / room, to: high * room };
  }
  const room = (high - low) * 0.05 || Math.abs(high) * 0.1 || 0.5;
  // An axis that begins a little below nothing would suggest that values could be negative.
  return { from: low >= 0 ? Math.max(0, low - room) : low - room, to: high + room };
}
