import { columnSpans, type Span } from './heat-columns.ts';
import { type HeatAxis, type HeatContent, shade } from './heat-content.ts';
import { type Ink, inkOn } from './ink.ts';
import { position } from './interval.ts';
import type { Theme } from './look.ts';
import { ticks } from './ticks.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly alpha: number;
  /** Unknown: no fill, only a line. */
  readonly hollow: boolean;
}

export interface Label extends Ink {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly align: 'left' | 'center' | 'right';
  /** Degrees, against the clock. */
  readonly turn: number;
}

/** What a heat map consists of, for a canvas and for a file alike. */
export interface HeatShapes {
  readonly width: number;
  readonly height: number;
  /** Where the cells begin. */
  readonly left: number;
  readonly top: number;
  /** How wide columns can be together. */
  readonly room: number;
  readonly columns: readonly Span[];
  readonly rowHeight: number;
  readonly rectangles: readonly Rectangle[];
  readonly labels: readonly Label[];
}

const letter = 6.4;
const rowHeight = 28;

/** How strongly a cell has its colour: never so little that it looks unknown. */
export const opacity = (share: number): number => 0.06 + 0.94 * share;

/** Lays a heat map out in a width. Names that don't fit are cut; their whole is in the table and under the pointer. */
export function heatShapes(content: HeatContent, theme: Theme, width: number): HeatShapes {
  const { rows, columns, values, axis } = content;
  const longest = (names: readonly string[]): number =>
    Math.max(3, ...names.map((name) => name.length)) * letter;
  const left = Math.min(longest(rows) + 14, width * 0.4);
  // The last label of an axis is half beyond it.
  const room = width - left - (axis === null ? 8 : 24);
  const spans = columnSpans(content, left, room);
  const turned = axis === null && longest(columns) > (spans[0]?.width ?? 0) - 4;
  const top = turned ? Math.min(90, longest(columns) * 0.7 + 14) : axis === null ? 22 : 6;
  const bottom = top + rowHeight * rows.length;
  const text = (at: Placed, more: Partial<Label> = {}): Label => ({
    ...at,
    colour: theme.foreground,
    halo: null,
    turn: 0,
    ...more,
  });
  const colour = content.meaning === 'error' ? theme.warning : theme.accent;
  const right = Math.max(left, ...spans.map((span) => span.x + span.width));
  /** Cells of columns that are at least so wide. */
  const cells = <T>(least: number, made: (value: number, span: Span, y: number) => T): readonly T[] =>
    values.flatMap((row, rowIndex) =>
      spans.flatMap((span, column) =>
        span.width > least ? [made(row[column] ?? NaN, span, top + rowIndex * rowHeight)] : [],
      ),
    );

  const rectangles = cells(0, (value, span, y): Rectangle => {
    const known = Number.isFinite(value);
    return {
      x: span.x,
      y,
      // Without a gap where cells are as narrow as pixels.
      width: span.width - (span.width > 6 ? 1 : 0),
      height: rowHeight - 1,
      colour: known ? colour : theme.grid,
      alpha: known ? opacity(shade(content, value)) : 1,
      hollow: !known,
    };
  });
  const numbers = cells(40, (value, span, y) => {
    const known = Number.isFinite(value);
    return text(
      { x: middle(span), y: y + 18, text: known ? content.format(value) : '–', align: 'center' },
      inkOn(theme, colour, known ? opacity(shade(content, value)) : 0),
    );
  });
  return {
    width,
    height: bottom + (axis === null ? 22 : 40),
    left,
    top,
    room,
    columns: spans,
    rowHeight,
    rectangles,
    labels: [
      ...rows.map((name, row) =>
        text({ x: left - 8, y: top + row * rowHeight + 18, text: cut(name, left - 10), align: 'right' }),
      ),
      ...(axis === null
        ? columnNames(columns, spans, { y: top - 7, turned })
        : axisLabels(axis, { left, room, y: bottom + 16 })
      ).map((label) => text(label, turned ? { turn: 35 } : {})),
      ...numbers,
      text(
        {
          x: axis === null ? (left + right) / 2 : left + room / 2,
          y: bottom + (axis === null ? 16 : 34),
          text: content.columnLabel,
          align: 'center',
        },
        { colour: theme.muted },
      ),
    ],
  };
}

type Placed = Omit<Label, 'turn' | keyof Ink>;

const middle = ({ x, width }: Span): number => x + width / 2;

const columnNames = (
  names: readonly string[],
  spans: readonly Span[],
  { y, turned }: { readonly y: number; readonly turned: boolean },
): readonly Placed[] =>
  spans.map((span, column) => ({
    x: middle(span),
    y,
    text: cut(names[column] ?? '', 120),
    align: turned ? 'left' : 'center',
  }));

/** Pixels from one label of an axis to the next. */
const apart = 80;

function axisLabels(
  { view, kind, format }: HeatAxis,
  { left, room, y }: { readonly left: number; readonly room: number; readonly y: number },
): readonly Placed[] {
  const place = position(view, kind, left, room);
  return ticks(view, kind, Math.max(2, Math.floor(room / apart))).map((value) => ({
    x: place(value),
    y,
    text: format(value),
    align: 'center',
  }));
}

const cut = (name: string, room: number): string => {
  const letters = Math.max(2, Math.floor(room / letter));
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
};
