import type { LineChartContent } from '../charts/content.ts';
import type { AxisKind } from '../charts/interval.ts';
import { Legend, type LegendEntry } from '../charts/legend.ts';
import { LineChart } from '../charts/line-chart.ts';
import { lineSvg } from '../charts/line-svg.ts';
import { lineTable } from '../charts/line-table.ts';
import type { XMap } from '../charts/x-map.ts';
import { ChartFrame } from './chart-frame.ts';
import type { Context } from './context.ts';
import type { Shown } from './shown.ts';
import { Latest } from './latest.ts';
import { jobKey } from './shown.ts';
import type { ViewState } from './view-state.ts';
import { type Nothing, whyEmpty } from './why-empty.ts';
import { xAxis, type XAxis, zoomOf } from './x-axis.ts';

/** What a chart over a training shows, and where it is read. */
export interface TimeChartSource<R extends { readonly map: XMap }> {
  readonly id: string;
  readonly title: (shown: Shown) => string;
  readonly height: number;
  /** @param points how many there is room for. */
  load(shown: Shown, points: number, signal: AbortSignal): Promise<R>;
  /** Whether a change of the view shows what hasn't been read. */
  needsReading(before: ViewState, now: ViewState): boolean;
  /** Everything in view has been read, whatever comes. */
  isWhole(read: R): boolean;
  /** Greater than the steps of the run's last notice where the tables are further. */
  newestStep(read: R): number;
  legend(shown: Shown, read: R): readonly LegendEntry[];
  /** Without the lines that are hidden. */
  content(shown: Shown, read: R, axis: XAxis): LineChartContent;
  /** What is said instead of a chart that no line would be in. */
  nothing(read: R): Nothing;
}

/** A chart of lines over a training, with legend, crosshair, zoom and tools. */
export class TimeChart<R extends { readonly map: XMap }> {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #source: TimeChartSource<R>;
  readonly #chart: LineChart;
  readonly #legend: Legend;
  readonly #frame: ChartFrame;
  readonly #reading: Latest;
  #shown: Shown | null = null;
  #read: R | null = null;
  #content: LineChartContent | null = null;
  #entries: readonly LegendEntry[] = [];

  constructor(context: Context, source: TimeChartSource<R>) {
    this.#context = context;
    this.#source = source;
    const { text, crosshair } = context;
    this.#reading = new Latest(
      (signal) => this.#load(signal),
      (error) => this.#frame.showFailure(error),
    );
    this.#chart = new LineChart(source.height, {
      onView: (view) => {
        const axis = this.#axis();
        if (axis !== null) context.change({ zoom: zoomOf(view, axis) });
      },
      onHover: (x) => crosshair.move(x === null ? null : (this.#read?.map.toStep(x) ?? null)),
      onResize: () => this.#reading.want(),
    });
    this.#chart.element.setAttribute('aria-description', text.chart.keys);
    this.#legend = new Legend(source.id, text.chart.legend(source.id), (id) => {
      const { hidden } = context.view();
      context.change({
        hidden: hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id],
      });
    });
    this.#frame = new ChartFrame(context, {
      id: source.id,
      title: source.id,
      chart: this.#chart.element,
      below: [this.#legend.element],
      exportable: () => {
        const content = this.#content;
        return content === null
          ? null
          : {
              svg: () => lineSvg(content, context.theme()),
              table: () => lineTable(content, text.chart.smoothed),
            };
      },
      again: () => this.#reading.restart(),
    });
    this.element = this.#frame.element;
    crosshair.onMove((step) => this.#point(step));
  }

  set active(active: boolean) {
    this.#reading.active = active;
  }

  /** Another training, or more of this one. */
  show(shown: Shown): void {
    const before = this.#shown;
    this.#shown = shown;
    this.#frame.title = this.#source.title(shown);
    if (before === null || jobKey(before.job) !== jobKey(shown.job)) {
      this.#read = null;
      this.#reading.restart();
    } else if (this.#read === null || !this.#source.isWhole(this.#read)) {
      this.#reading.want();
    }
  }

  viewChanged(before: ViewState): void {
    if (this.#source.needsReading(before, this.#context.view())) this.#reading.restart();
    this.draw();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const shown = this.#shown;
    if (shown === null) return;
    this.#read = await this.#source.load(shown, this.#chart.points, signal);
    this.draw();
  }

  #axis(): XAxis | null {
    const [shown, read] = [this.#shown, this.#read];
    if (shown === null || read === null) return null;
    const { zoom, logX } = this.#context.view();
    return xAxis(read.map, {
      steps: Math.max(shown.steps, this.#source.newestStep(read)),
      zoom,
      log: logX,
    });
  }

  draw(): void {
    const [shown, read, axis] = [this.#shown, this.#read, this.#axis()];
    if (shown === null || read === null || axis === null) return;
    const { text, theme } = this.#context;
    this.#entries = this.#source.legend(shown, read);
    this.#legend.show(this.#entries, theme());
    this.#content = null;
    if (this.#entries.length === 0) {
      this.#frame.showEmpty(...whyEmpty(this.#context, shown, this.#source.nothing(read)));
      return;
    }
    const content = this.#source.content(shown, read, axis);
    if (content.lines.length === 0) {
      this.#frame.showEmpty(text.empty.allHidden, '');
      return;
    }
    this.#content = content;
    this.#frame.showData();
    this.#chart.show(content, theme());
    this.#chart.element.setAttribute('aria-label', describe(content, this.#context));
    this.#point(this.#context.crosshair.step);
  }

  /** The crosshair and the values under it; the newest where there is none. */
  #point(step: number | null): void {
    const [content, read] = [this.#content, this.#read];
    if (content === null || read === null) return;
    const x = step === null ? null : read.map.toX(step);
    this.#chart.hover(x);
    const index = x === null ? null : this.#chart.indexAt(x);
    const byId = new Map(content.lines.map((line) => [line.id, line]));
    this.#legend.values(
      this.#entries.map(({ id }) => {
        const values = byId.get(id)?.values;
        const value = index === null ? values?.findLast((each) => Number.isFinite(each)) : values?.[index];
        return value === undefined || !Number.isFinite(value) ? '' : content.formatY(value);
      }),
    );
  }
}

/** The chart in two sentences, for those who don't see it. */
function describe(content: LineChartContent, { text: { chart }, numbers }: Context): string {
  const { title, lines, view, xLabel, yLabel, xKind, yKind } = content;
  const [from, to] = [`${xLabel} ${numbers.short(view.from)}`, `${xLabel} ${numbers.short(view.to)}`];
  const axis = (label: string, kind: AxisKind): string => (kind === 'log' ? chart.logarithmic(label) : label);
  return `${chart.describe(title, lines.length, from, to)} ${chart.axes(axis(xLabel, xKind), axis(yLabel, yKind))}`;
}
