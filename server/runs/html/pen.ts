import { html, type Markup } from './markup.ts';

/** How a line is drawn. Dashes and marks tell lines apart without colour. */
export interface Pen {
  /** Class of its colour, `c0` to `c5`. */
  readonly colour: string;
  readonly dash: string;
  readonly mark: Mark;
}

type Mark = 'none' | 'dot' | 'square' | 'triangle' | 'diamond' | 'cross' | 'ring';

export const studentPen: Pen = { colour: 'c0', dash: '', mark: 'dot' };
export const baselinePen: Pen = { colour: 'c1', dash: '7 4', mark: 'square' };
export const teacherPen: Pen = { colour: 'c5', dash: '2 4', mark: 'none' };

const marks = ['dot', 'square', 'triangle', 'diamond', 'cross', 'ring'] as const;
const dashes = ['', '7 4', '2 3', '10 3 2 3', '4 2'] as const;

/** One of thirty pens that differ in more than colour. */
export const penOf = (index: number): Pen => ({
  colour: `c${index % 5}`,
  dash: dashes[index % dashes.length] ?? '',
  mark: marks[index % marks.length] ?? 'dot',
});

/** A mark of about seven pixels around a point. */
export function drawMark(mark: Mark, x: number, y: number): Markup | null {
  const at = (dx: number, dy: number): string => `${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`;
  switch (mark) {
    case 'none':
      return null;
    case 'dot':
      return html`<circle class="mark" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" />`;
    case 'ring':
      return html`<circle class="mark open" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" />`;
    case 'square':
      return html`<path class="mark" d="M${at(-2.8, -2.8)}h5.6v5.6h-5.6z" />`;
    case 'triangle':
      return html`<path class="mark" d="M${at(0, -3.8)}L${at(3.6, 2.6)}L${at(-3.6, 2.6)}z" />`;
    case 'diamond':
      return html`<path class="mark" d="M${at(0, -4)}L${at(4, 0)}L${at(0, 4)}L${at(-4, 0)}z" />`;
    case 'cross':
      return html`<path class="mark open" d="M${at(-3, -3)}l6 6m0 -6l-6 6" />`;
  }
}

/** The line with its mark, for a legend. */
export const swatch = ({ colour, dash, mark }: Pen): Markup =>
  html`<svg class="swatch ${colour}" width="30" height="10" aria-hidden="true">
    <path class="line" d="M0 5h30" stroke-dasharray="${dash}" />
    ${drawMark(mark, 15, 5)}
  </svg>`;
