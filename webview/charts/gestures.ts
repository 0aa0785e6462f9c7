import { type AxisKind, type Interval, middle, pan, zoom } from './interval.ts';

/** An x axis as it is now. */
export interface AxisState {
  readonly view: Interval;
  readonly limits: Interval;
  readonly kind: AxisKind;
}

export interface Gestures {
  /** The axis now; null while there is nothing to see. */
  readonly axis: () => AxisState | null;
  /** Value under a distance from the plot's left edge. */
  readonly valueAt: (left: number) => number;
  /** Pixels that the view takes. */
  readonly across: () => number;
  /** Shows another part; null: all, and what comes. */
  readonly onView: (view: Interval | null) => void;
}

/** Zooming and panning with keys, on the element that has the focus. */
export function listenToKeys(element: HTMLElement, { axis, onView }: Gestures): void {
  element.addEventListener('keydown', (event) => {
    const now = axis();
    if (now === null || event.target !== element || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { view, limits, kind } = now;
    const zoomed = (factor: number): Interval =>
      zoom(view, { around: middle(view, kind), factor }, limits, kind);
    const moves: Readonly<Record<string, () => Interval | null>> = {
      ArrowLeft: () => pan(view, -0.1, limits, kind),
      ArrowRight: () => pan(view, 0.1, limits, kind),
      '+': () => zoomed(0.5),
      '=': () => zoomed(0.5),
      '-': () => zoomed(2),
      '0': () => null,
      Escape: () => null,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    onView(move());
  });
}

/**
 * The wheel zooms with Ctrl (a pinch on a touch pad) or where the chart has the focus: without that, scrolling the page
 * across a chart would change it.
 */
export function listenToWheel(element: HTMLElement, over: HTMLElement, gestures: Gestures): void {
  over.addEventListener(
    'wheel',
    (event) => {
      const now = gestures.axis();
      if (now === null || !(event.ctrlKey || event.metaKey || element.contains(document.activeElement)))
        return;
      event.preventDefault();
      const around = gestures.valueAt(event.clientX - over.getBoundingClientRect().left);
      const factor = 1.0015 ** event.deltaY;
      gestures.onView(zoom(now.view, { around, factor }, now.limits, now.kind));
    },
    { passive: false },
  );
}

/** Shift and dragging pans. */
export function listenToPanning(over: HTMLElement, { axis, across, onView }: Gestures): void {
  let start: { readonly left: number; readonly axis: AxisState } | null = null;
  over.addEventListener('pointerdown', (event) => {
    const now = axis();
    if (now === null || !event.shiftKey || event.button !== 0) return;
    start = { left: event.clientX, axis: now };
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener('pointermove', (event) => {
    if (start === null) return;
    const { view, limits, kind } = start.axis;
    onView(pan(view, (start.left - event.clientX) / across(), limits, kind));
  });
  const end = (): void => {
    start = null;
  };
  over.addEventListener('pointerup', end);
  over.addEventListener('pointercancel', end);
}

/** A part that is being chosen, in pixels from the left edge. */
export interface Selection {
  readonly left: number;
  readonly right: number;
}

/** Less is a click of an unsteady hand. */
const leastPixels = 4;

/**
 * Dragging chooses a part to see, a click without it is told.
 * @param onSelection while it is being chosen; null afterwards
 */
export function listenToDragging(
  over: HTMLElement,
  { axis, valueAt, onView }: Gestures,
  told: {
    readonly onSelection: (selection: Selection | null) => void;
    readonly onClick: (event: PointerEvent) => void;
  },
): void {
  let start: number | null = null;
  const selected = (event: PointerEvent): Selection | null => {
    const { left } = over.getBoundingClientRect();
    const [from, to] = [(start ?? event.clientX) - left, event.clientX - left];
    const wide = axis() !== null && Math.abs(to - from) >= leastPixels;
    return wide ? { left: Math.min(from, to), right: Math.max(from, to) } : null;
  };
  over.addEventListener('pointerdown', (event) => {
    if (event.shiftKey || event.button !== 0) return;
    start = event.clientX;
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener('pointermove', (event) => {
    if (start !== null) told.onSelection(selected(event));
  });
  over.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const selection = selected(event);
    start = null;
    told.onSelection(null);
    if (selection === null) told.onClick(event);
    else onView({ from: valueAt(selection.left), to: valueAt(selection.right) });
  });
  over.addEventListener('pointercancel', () => {
    start = null;
    told.onSelection(null);
  });
}
