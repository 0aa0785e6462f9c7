import type { AxisKind, Interval } from './interval.ts';
import type { TableContent } from './table.ts';

/** Along which columns follow each other. */
export interface HeatAxis {
  /** Ascending, one a column, which reaches halfway to its neighbours. */
  readonly x: Float64Array;
  readonly view: Interval;
  /** As far as one can pan. */
  readonly limits: Interval;
  readonly kind: AxisKind;
  readonly format: (value: number) => string;
}

/** A matrix of values as shades. */
export interface HeatContent {
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `[row][column]`; NaN where unknown. */
  readonly values: readonly Float64Array[];
  /** Values without and with the full colour; beyond them it gets no weaker or stronger. */
  readonly from: number;
  readonly to: number;
  /** Whether much is good (an agreement) or bad (an error). */
  readonly meaning: 'agreement' | 'error';
  readonly rowLabel: string;
  readonly columnLabel: string;
  /** Null: columns are things with names, and equally wide. */
  readonly axis: HeatAxis | null;
  readonly format: (value: number) => string;
}

/** What a cell says, after where it is; empty where it is none. */
export function cellText(
  content: HeatContent | null,
  cell: { readonly row: number; readonly column: number } | null,
  place: (row: string, column: string) => string,
): string {
  const value = cell === null ? undefined : content?.values[cell.row]?.[cell.column];
  if (content === null || cell === null || value === undefined) return '';
  return `${place(content.rows[cell.row] ?? '', content.columns[cell.column] ?? '')}: ${content.format(value)}`;
}

/** From 0 (no colour) to 1; NaN where unknown. */
export const shade = ({ from, to }: HeatContent, value: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

/** A line a column in view, as tables of things over time are read downwards. */
export const heatTable = ({
  title,
  rows,
  columns,
  values,
  columnLabel,
  axis,
}: HeatContent): TableContent => ({
  caption: title,
  columns: [columnLabel, ...rows],
  rows: columns.flatMap((name, column) => {
    const x = axis?.x[column];
    if (axis !== null && x !== undefined && (x < axis.view.from || x > axis.view.to)) return [];
    const line = values.map((row) => row[column] ?? NaN);
    return [[name, ...line.map((value) => (Number.isFinite(value) ? value : null))]];
  }),
});
