import type { HeatAxis, HeatContent } from './heat-content.ts';
import { position } from './interval.ts';

/** Where a column lies, in pixels; it has no width where it is out of view. */
export interface Span {
  readonly x: number;
  readonly width: number;
}

/** Names side by side need no more. */
const widest = 96;

/** Columns of a heat map, from a left edge on, in so much room. */
export function columnSpans({ columns, axis }: HeatContent, left: number, room: number): readonly Span[] {
  if (axis !== null) return spansAlong(axis, left, room);
  const width = Math.min(widest, Math.max(1, room / Math.max(1, columns.length)));
  return columns.map((_, index) => ({ x: left + index * width, width }));
}

function spansAlong({ x, view, kind }: HeatAxis, left: number, room: number): readonly Span[] {
  const place = position(view, kind, left, room);
  const seen = (value: number): number => place(Math.min(view.to, Math.max(view.from, value)));
  return Array.from(x, (at, index) => {
    const [before, after] = [x[index - 1], x[index + 1]];
    // The first and the last reach as far to their other side.
    const from =
      before !== undefined ? (before + at) / 2 : after !== undefined ? at - (after - at) / 2 : view.from;
    const to =
      after !== undefined ? (at + after) / 2 : before !== undefined ? at + (at - before) / 2 : view.to;
    return { x: seen(from), width: seen(to) - seen(from) };
  });
}
