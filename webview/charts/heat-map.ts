import { plain } from '../../server/protocol/plain.ts';
import { element } from '../dom.ts';
import {
  type Gestures,
  listenToDragging,
  listenToKeys,
  listenToPanning,
  listenToWheel,
  type Selection,
} from './gestures.ts';
import type { HeatContent } from './heat-content.ts';
import { heatShapes, type HeatShapes } from './heat-shapes.ts';
import { haloWidth } from './ink.ts';
import { type Interval, position, valueAt } from './interval.ts';
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
  /** The person wants to see another part of the axis, or (null) all of it and what comes. */
  readonly onView: (view: Interval | null) => void;
}

/** A heat map on a canvas, as wide as its container. Along an axis it is zoomed and panned as lines are. */
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
  #crosshair: number | null = null;
  #selection: Selection | null = null;

  constructor(events: HeatMapEvents) {
    this.#events = events;
    this.element.append(this.#canvas);
    this.#canvas.addEventListener('pointermove', (event) => this.#move(this.#cellAt(event)));
    this.#canvas.addEventListener('pointerleave', () => this.#move(null));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('blur', () => this.#move(null));
    this.#listen();
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** Columns that there are pixels for. */
  get columns(): number {
    return Math.max(40, Math.round(this.element.clientWidth / 4));
  }

  /** @param marked a column that is pointed out. */
  show(content: HeatContent, theme: Theme, marked: number | null): void {
    const column = this.#cell?.column ?? 0;
    const another = this.#content?.columns[column] !== content.columns[column];
    this.#content = content;
    this.#theme = theme;
    this.#marked = marked;
    // Something else is in its place now.
    if (another) this.#move(null);
    this.#draw();
  }

  /** A line through all rows at a value of the axis. */
  hover(x: number | null): void {
    if (x === this.#crosshair) return;
    this.#crosshair = x;
    this.#draw();
  }

  #listen(): void {
    const gestures: Gestures = {
      axis: () => this.#content?.axis ?? null,
      valueAt: (left) => {
        const [axis, shapes] = [this.#content?.axis ?? null, this.#shapes];
        if (axis === null || shapes === null) return 0;
        return valueAt(axis.view, axis.kind, Math.min(1, Math.max(0, (left - shapes.left) / shapes.room)));
      },
      across: () => this.#shapes?.room ?? 1,
      onView: this.#events.onView,
    };
    listenToKeys(this.element, gestures);
    listenToWheel(this.element, this.#canvas, gestures);
    listenToPanning(this.#canvas, gestures);
    listenToDragging(this.#canvas, gestures, {
      onSelection: (selection) => {
        this.#selection = selection;
        this.#draw();
      },
      onClick: (event) => this.#choose(this.#cellAt(event)),
    });
    this.#canvas.addEventListener('dblclick', () => {
      if (gestures.axis() !== null) this.#events.onView(null);
    });
  }

  #cellAt({ offsetX, offsetY }: PointerEvent | MouseEvent): Cell | null {
    const [shapes, content] = [this.#shapes, this.#content];
    if (shapes === null || content === null) return null;
    const column = shapes.columns.findIndex(({ x, width }) => offsetX >= x && offsetX < x + width);
    const row = Math.floor((offsetY - shapes.top) / shapes.rowHeight);
    return column >= 0 && row >= 0 && row < content.rows.length ? { row, column } : null;
  }

  #key(event: KeyboardEvent): void {
    const content = this.#content;
    // With Shift arrows pan.
    if (content === null || event.shiftKey) return;
    const seen = (this.#shapes?.columns ?? []).flatMap(({ width }, column) => (width > 0 ? [column] : []));
    const [first, last] = [seen[0], seen.at(-1)];
    if (first === undefined || last === undefined) return;
    const { row, column } = this.#cell ?? { row: 0, column: last };
    if (event.key === 'Enter') {
      this.#choose({ row, column });
      return;
    }
    const moves: Readonly<Record<string, Cell>> = {
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      Home: { row, column: first },
      End: { row, column: last },
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#move({
      row: Math.min(Math.max(0, to.row), content.rows.length - 1),
      column: Math.min(Math.max(first, to.column), last),
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
    this.#point(pen, shapes, theme);
  }

  #outline(
    pen: CanvasRenderingContext2D,
    { top, columns, rowHeight }: HeatShapes,
    at: { readonly row: number | null; readonly column: number },
    colour: string,
  ): void {
    const span = columns[at.column];
    if (span === undefined || span.width <= 0) return;
    const rows = this.#content?.rows.length ?? 0;
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    const y = at.row === null ? top : top + at.row * rowHeight;
    const height = at.row === null ? rows * rowHeight : rowHeight;
    pen.strokeRect(span.x - 0.5, y - 0.5, Math.max(span.width, 2), height);
  }

  /** The crosshair and what is being chosen. */
  #point(pen: CanvasRenderingContext2D, { left, top, room, rowHeight }: HeatShapes, theme: Theme): void {
    const axis = this.#content?.axis ?? null;
    if (axis === null) return;
    const height = (this.#content?.rows.length ?? 0) * rowHeight;
    const x = this.#crosshair;
    if (x !== null && x >= axis.view.from && x <= axis.view.to) {
      pen.fillStyle = theme.foreground;
      pen.fillRect(position(axis.view, axis.kind, left, room)(x) - 0.5, top, 1, height);
    }
    if (this.#selection !== null) {
      const [from, to] = [this.#selection.left, this.#selection.right].map((at) =>
        Math.min(left + room, Math.max(left, at)),
      );
      pen.globalAlpha = 0.2;
      pen.fillStyle = theme.foreground;
      pen.fillRect(from ?? left, top, (to ?? left) - (from ?? left), height);
      pen.globalAlpha = 1;
    }
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
  for (const { x, y, text, colour, halo, align, turn } of labels) {
    pen.save();
    pen.translate(x, y);
    pen.rotate((-turn * Math.PI) / 180);
    pen.textAlign = align;
    if (halo !== null) {
      pen.strokeStyle = halo;
      pen.lineWidth = haloWidth;
      pen.lineJoin = 'round';
      pen.strokeText(plain(text), 0, 0);
    }
    pen.fillStyle = colour;
    pen.fillText(plain(text), 0, 0);
    pen.restore();
  }
}
