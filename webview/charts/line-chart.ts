import uPlot from 'uplot';
import { type LineChartContent, yRange } from './content.ts';
import { type Gestures, listenToKeys, listenToPanning, listenToWheel } from './gestures.ts';
import type { Interval } from './interval.ts';
import { alignedData, drawReferences, plotAxes, plotScales, plotSeries } from './plot-options.ts';
import type { Theme } from './look.ts';

export interface LineChartEvents {
  /** The person wants to see another part of x, or (null) all of it and what comes. */
  readonly onView: (view: Interval | null) => void;
  /** The pointer is over a value of x, or left. */
  readonly onHover: (x: number | null) => void;
  /** There is room for another number of points. */
  readonly onResize: () => void;
}

/** Lines on a canvas of uPlot's, as wide as its container. Knows nothing of where values come from. */
export class LineChart {
  /** Has the focus; who shows it says what it is by `aria-label`. */
  readonly element = document.createElement('div');
  readonly #events: LineChartEvents;
  readonly #height: number;
  readonly #gestures: Gestures;
  #plot: uPlot | null = null;
  #content: LineChartContent | null = null;
  /** What the plot was made for; it is made anew when that changes. */
  #made = '';

  constructor(height: number, events: LineChartEvents) {
    this.#events = events;
    this.#height = height;
    this.element.className = 'line-chart';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'img');
    this.#gestures = {
      axis: () => {
        const content = this.#content;
        return content === null ? null : { view: content.view, limits: content.limits, kind: content.xKind };
      },
      valueAt: (left) => this.#plot?.posToVal(left, 'x') ?? 0,
      across: () => this.#plot?.over.clientWidth ?? 1,
      onView: events.onView,
    };
    listenToKeys(this.element, this.#gestures);
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** As many as there are pixels across. */
  get points(): number {
    return Math.max(100, Math.round(this.element.clientWidth) - 60);
  }

  get content(): LineChartContent | null {
    return this.#content;
  }

  show(content: LineChartContent, theme: Theme): void {
    this.#content = content;
    const shape = JSON.stringify([
      theme,
      [content.xKind, content.yKind, content.xLabel, content.yLabel],
      content.lines.map(({ look, raw, band, marks }) => [look, raw === null, band === null, marks]),
    ]);
    if (this.#plot === null || shape !== this.#made) {
      this.#make(content, theme);
      this.#made = shape;
      return;
    }
    const plot = this.#plot;
    plot.batch(() => {
      plot.setData(alignedData(content), false);
      setScales(plot, content);
    });
  }

  /** Moves the crosshair as if the pointer were there. */
  hover(x: number | null): void {
    const plot = this.#plot;
    if (plot === null) return;
    const left = x === null ? -10 : plot.valToPos(x, 'x');
    plot.setCursor({ left, top: x === null ? -10 : 0 }, false);
  }

  /** Index of the point nearest to a value of x; null where there are none. */
  indexAt(x: number): number | null {
    return this.#plot === null || this.#content?.x.length === 0 ? null : this.#plot.valToIdx(x);
  }

  clear(): void {
    this.#plot?.destroy();
    this.#plot = null;
    this.#content = null;
  }

  #make(content: LineChartContent, theme: Theme): void {
    this.#plot?.destroy();
    const plot = new uPlot(
      {
        width: Math.max(80, this.element.clientWidth),
        height: this.#height,
        legend: { show: false },
        series: plotSeries(() => this.#content ?? content, theme),
        axes: plotAxes(content, theme),
        scales: plotScales(content),
        padding: [8, 24, 0, 0],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false },
          bind: {
            mousedown: (_, __, handler) => (event) => (event.shiftKey ? null : handler(event)),
            dblclick: () => () => {
              this.#events.onView(null);
              return null;
            },
          },
        },
        hooks: {
          // Inert: says to whoever watches what has been drawn.
          draw: [({ data: [x] }) => (this.element.dataset.drawnTo = String(x.at(-1) ?? ''))],
          drawAxes: [(self) => drawReferences(self, this.#content ?? content, theme)],
          setCursor: [
            ({ cursor: { left = -1 } }) =>
              this.#events.onHover(left < 0 ? null : this.#gestures.valueAt(left)),
          ],
          setSelect: [(self) => this.#select(self)],
        },
      },
      alignedData(content),
      this.element,
    );
    plot.batch(() => setScales(plot, content));
    listenToWheel(this.element, plot.over, this.#gestures);
    listenToPanning(plot.over, this.#gestures);
    this.#plot = plot;
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    const view = { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#events.onView(view);
  }

  #resize(): void {
    const width = this.element.clientWidth;
    if (width === 0 || this.#plot === null || this.#plot.width === width) return;
    this.#plot.setSize({ width, height: this.#height });
    this.#events.onResize();
  }
}

function setScales(plot: uPlot, content: LineChartContent): void {
  plot.setScale('x', { min: content.view.from, max: content.view.to });
  const { from, to } = yRange(content);
  plot.setScale('y', { min: from, max: to });
}
