import { element } from '../dom.ts';
import type { HeatContent } from './heat-content.ts';
import { heatShapes, type HeatShapes } from './heat-shapes.ts';
import type { Theme } from './look.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface HeatMapEvents {
  /** The pointer or the arrow keys are at a cell, or left. */
  readonly onCell: (cell: Cell | null) => void;
  /** A cell was clicked, or Enter pressed at it. */
  readonly onChoose: (cell: Cell) => void;
}

/** A heat map on a canvas, as wide as its container. */
export class HeatMap {
  /** Has the focus; who shows it says what it is by `aria-label`. */
  readonly element = element('div', { class: 'heat-map', tabindex: 0, role: 'img' });
  readonly #canvas = element('canvas');
  readonly #events: HeatMapEvents;
  #content: HeatContent | null = null;
  #theme: Theme | null = null;
  #shapes: HeatShapes | null = null;
  #cell: Cell | null = null;
  #marked: number | null = null;

  constructor(events: HeatMapEvents) {
    this.#events = events;
    this.element.append(this.#canvas);
    this.#canvas.addEventListener('pointermove', (event) => this.#move(this.#cellAt(event)));
    this.#canvas.addEventListener('pointerleave', () => this.#move(null));
    this.#canvas.addEventListener('click', (event) => this.#choose(this.#cellAt(event)));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('blur', () => this.#move(null));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** Columns that there are pixels for. */
  get columns(): number {
    return Math.max(40, Math.round(this.element.clientWidth / 4));
  }

  /** @param marked a column that is pointed out. */
  show(content: HeatContent, theme: Theme, marked: number | null): void {
    this.#content = content;
    this.#theme = theme;
    this.#marked = marked;
    this.#draw();
  }

  #cellAt({ offsetX, offsetY }: PointerEvent | MouseEvent): Cell | null {
    const [shapes, content] = [this.#shapes, this.#content];
    if (shapes === null || content === null) return null;
    const column = Math.floor((offsetX - shapes.left) / shapes.cell.width);
    const row = Math.floor((offsetY - shapes.top) / shapes.cell.height);
    const inside = column >= 0 && column < content.columns.length && row >= 0 && row < content.rows.length;
    return inside ? { row, column } : null;
  }

  #key(event: KeyboardEvent): void {
    const content = this.#content;
    if (content === null) return;
    const { row, column } = this.#cell ?? { row: 0, column: content.columns.length - 1 };
    if (event.key === 'Enter') {
      this.#choose({ row, column });
      return;
    }
    const moves: Readonly<Record<string, Cell>> = {
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      Home: { row, column: 0 },
      End: { row, column: content.columns.length - 1 },
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#move({
      row: Math.min(Math.max(0, to.row), content.rows.length - 1),
      column: Math.min(Math.max(0, to.column), content.columns.length - 1),
    });
  }

  #choose(cell: Cell | null): void {
    if (cell !== null) this.#events.onChoose(cell);
  }

  #move(cell: Cell | null): void {
    if (cell?.row === this.#cell?.row && cell?.column === this.#cell?.column) return;
    this.#cell = cell;
    this.#events.onCell(cell);
    this.#draw();
  }

  #draw(): void {
    const [content, theme, width] = [this.#content, this.#theme, this.element.clientWidth];
    const pen = this.#canvas.getContext('2d');
    if (content === null || theme === null || pen === null || width === 0) return;
    const shapes = heatShapes(content, theme, width);
    this.#shapes = shapes;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(shapes.height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${shapes.height}px`;
    pen.scale(ratio, ratio);
    paint(pen, shapes, theme);
    if (this.#marked !== null) this.#outline(pen, shapes, { column: this.#marked, row: null }, theme.muted);
    if (this.#cell !== null) this.#outline(pen, shapes, this.#cell, theme.foreground);
  }

  #outline(
    pen: CanvasRenderingContext2D,
    { left, top, cell }: HeatShapes,
    at: { readonly row: number | null; readonly column: number },
    colour: string,
  ): void {
    const rows = this.#content?.rows.length ?? 0;
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    const y = at.row === null ? top : top + at.row * cell.height;
    const height = at.row === null ? rows * cell.height : cell.height;
    pen.strokeRect(left + at.column * cell.width - 0.5, y - 0.5, Math.max(cell.width, 2), height);
  }
}

function paint(pen: CanvasRenderingContext2D, { rectangles, labels }: HeatShapes, theme: Theme): void {
  for (const { x, y, width, height, colour, alpha, hollow } of rectangles) {
    pen.globalAlpha = alpha;
    pen.fillStyle = colour;
    pen.strokeStyle = colour;
    if (hollow) pen.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    else pen.fillRect(x, y, width, height);
  }
  pen.globalAlpha = 1;
  pen.font = `11px ${theme.font}`;
  for (const { x, y, text, colour, align, turn } of labels) {
    pen.save();
    pen.translate(x, y);
    pen.rotate((-turn * Math.PI) / 180);
    pen.textAlign = align;
    pen.fillStyle = colour;
    pen.fillText(text, 0, 0);
    pen.restore();
  }
}
