import { luminance, mix, parseColour } from './colour.ts';
import { type HeatContent, shade } from './heat-content.ts';
import type { Theme } from './look.ts';

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

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: string;
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
  readonly cell: { readonly width: number; readonly height: number };
  readonly rectangles: readonly Rectangle[];
  readonly labels: readonly Label[];
}

const letter = 6.4;
const rowHeight = 28;

/** Lays a heat map out in a width. Names that don't fit are cut; their whole is in the table and under the pointer. */
export function heatShapes(content: HeatContent, theme: Theme, width: number): HeatShapes {
  const { rows, columns, values } = content;
  const longest = (names: readonly string[]): number =>
    Math.max(3, ...names.map((name) => name.length)) * letter;
  const left = Math.min(longest(rows) + 14, width * 0.4);
  const cellWidth = Math.max(1, (width - left - 8) / Math.max(1, columns.length));
  const cell = {
    width: content.columnLabels === 'all' ? Math.min(cellWidth, 96) : cellWidth,
    height: rowHeight,
  };
  const turned = content.columnLabels === 'all' && longest(columns) > cell.width - 4;
  const top = turned ? Math.min(90, longest(columns) * 0.7 + 14) : content.columnLabels === 'all' ? 22 : 6;
  const bottom = top + rowHeight * rows.length;
  const text = (at: Omit<Label, 'colour' | 'turn'>, more: Partial<Label> = {}): Label => ({
    ...at,
    colour: theme.foreground,
    turn: 0,
    ...more,
  });
  const colour = content.meaning === 'error' ? theme.warning : theme.accent;
  const middle = (column: number): number => left + (column + 0.5) * cell.width;

  const rectangles = values.flatMap((row, rowIndex) =>
    Array.from(row, (value, column): Rectangle => {
      const known = Number.isFinite(value);
      return {
        x: left + column * cell.width,
        y: top + rowIndex * rowHeight,
        // Without a gap where cells are as narrow as pixels.
        width: cell.width - (cell.width > 6 ? 1 : 0),
        height: rowHeight - 1,
        colour: known ? colour : theme.grid,
        alpha: known ? 0.06 + 0.94 * shade(content, value) : 1,
        hollow: !known,
      };
    }),
  );
  const numbers =
    cell.width < 40
      ? []
      : values.flatMap((row, rowIndex) =>
          Array.from(row, (value, column) =>
            text(
              {
                x: middle(column),
                y: top + rowIndex * rowHeight + 18,
                text: Number.isFinite(value) ? content.format(value) : '–',
                align: 'center',
              },
              { colour: inkOn(theme, colour, Number.isFinite(value) ? shade(content, value) : 0) },
            ),
          ),
        );
  return {
    width,
    height: bottom + (content.columnLabels === 'some' ? 40 : 22),
    left,
    top,
    cell,
    rectangles,
    labels: [
      ...rows.map((name, row) =>
        text({ x: left - 8, y: top + row * rowHeight + 18, text: cut(name, left - 10), align: 'right' }),
      ),
      ...columnLabels(content, { middle, top, bottom, cellWidth: cell.width, turned }).map((label) =>
        text(label, turned ? { turn: 35 } : {}),
      ),
      ...numbers,
      text(
        {
          x: left + (cell.width * columns.length) / 2,
          y: bottom + (content.columnLabels === 'some' ? 34 : 16),
          text: content.columnLabel,
          align: 'center',
        },
        { colour: theme.muted },
      ),
    ],
  };
}

interface Places {
  readonly middle: (column: number) => number;
  readonly top: number;
  readonly bottom: number;
  readonly cellWidth: number;
  readonly turned: boolean;
}

function columnLabels(
  { columns, columnLabels: which }: HeatContent,
  { middle, top, bottom, cellWidth, turned }: Places,
): readonly Omit<Label, 'colour' | 'turn'>[] {
  if (which === 'all')
    return columns.map((name, column) => ({
      x: middle(column),
      y: top - 7,
      text: cut(name, 120),
      align: turned ? 'left' : 'center',
    }));
  const longest = Math.max(3, ...columns.map((name) => name.length)) * letter + 16;
  const every = Math.max(1, Math.ceil(longest / cellWidth));
  return columns.flatMap((name, column) =>
    column % every === 0 ? [{ x: middle(column), y: bottom + 16, text: name, align: 'center' as const }] : [],
  );
}

const cut = (name: string, room: number): string => {
  const letters = Math.max(2, Math.floor(room / letter));
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
};

/** The theme's foreground or background, whichever can be read on a shade of the colour. */
function inkOn(theme: Theme, colour: string, share: number): string {
  const [under, over] = [parseColour(theme.background), parseColour(colour)];
  const [foreground, background] = [parseColour(theme.foreground), parseColour(theme.background)];
  if (under === null || over === null || foreground === null || background === null) return theme.foreground;
  const ground = luminance(mix(under, over, 0.06 + 0.94 * share));
  const contrast = (ink: number): number => (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  return contrast(luminance(foreground)) >= contrast(luminance(background))
    ? theme.foreground
    : theme.background;
}
