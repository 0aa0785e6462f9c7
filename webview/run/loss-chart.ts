import type { Columns } from '../charts/columns.ts';
import type { LineChartContent } from '../charts/content.ts';
import { Legend } from '../charts/legend.ts';
import { LineChart } from '../charts/line-chart.ts';
import { lineSvg } from '../charts/line-svg.ts';
import { lineTable } from '../charts/line-table.ts';
import { lookOf } from '../charts/theme.ts';
import type { XMap } from '../charts/x-map.ts';
import { ChartFrame } from './chart-frame.ts';
import type { Context, Shown } from './context.ts';
import type { Crosshair } from './crosshair.ts';
import { Latest } from './latest.ts';
import { lossColumns, type LossColumn, lossTable } from './loss-columns.ts';
import { lossContent, lossLabel, withValues } from './loss-content.ts';
import { readRange, withMargins } from './read-range.ts';
import { readXMap } from './read-x-map.ts';
import type { ViewState } from './view-state.ts';
import { xAxis, type XAxis, zoomOf } from './x-axis.ts';

const height = 300;

interface Read {
  readonly columns: readonly LossColumn[];
  readonly data: Columns;
  readonly map: XMap;
  /** Steps there were when it was read. */
  readonly steps: number;
}

/** The terms of the loss over a training. */
export class LossChart {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #crosshair: Crosshair;
  readonly #chart: LineChart;
  readonly #legend: Legend;
  readonly #frame: ChartFrame;
  readonly #reading: Latest;
  #shown: Shown | null = null;
  #read: Read | null = null;
  #content: LineChartContent | null = null;

  constructor(context: Context, crosshair: Crosshair, controls: readonly HTMLElement[]) {
    this.#context = context;
    this.#crosshair = crosshair;
    const { text } = context;
    this.#reading = new Latest(
      (signal) => this.#load(signal),
      (error) => this.#frame.showFailure(error),
    );
    this.#chart = new LineChart(height, {
      onView: (view) => {
        const axis = this.#axis();
        if (axis !== null) context.change({ zoom: zoomOf(view, axis) });
      },
      onHover: (x) => crosshair.move(x === null ? null : (this.#read?.map.toStep(x) ?? null)),
      onResize: () => this.#reading.want(),
    });
    this.#legend = new Legend('loss', text.chart.legend(text.chart.loss), (id) => {
      const { hidden } = context.view();
      context.change({
        hidden: hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id],
      });
    });
    this.#frame = new ChartFrame(context, {
      id: 'loss',
      title: text.chart.loss,
      chart: this.#chart.element,
      above: controls,
      below: [this.#legend.element],
      exportable: () => {
        const content = this.#content;
        if (content === null) return null;
        return {
          svg: () => lineSvg(content, context.theme()),
          table: () => lineTable(content, text.chart.smoothing),
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

  show(shown: Shown): void {
    const another =
      this.#shown === null ||
      this.#shown.job.from !== shown.job.from ||
      this.#shown.stage.name !== shown.stage.name;
    this.#shown = shown;
    if (another) {
      this.#read = null;
      this.#reading.restart();
    } else if (!this.#isWhole()) {
      this.#reading.want();
    }
  }

  viewChanged(before: ViewState): void {
    const now = this.#context.view();
    if (before.kind !== now.kind || before.x !== now.x || before.zoom !== now.zoom) this.#reading.restart();
    this.#draw();
  }

  redraw(): void {
    this.#draw();
  }

  /** Everything that is in view has been read, whatever comes. */
  #isWhole(): boolean {
    const { zoom } = this.#context.view();
    return zoom !== null && this.#read !== null && withMargins(zoom).to <= this.#read.steps;
  }

  async #load(signal: AbortSignal): Promise<void> {
    const shown = this.#shown;
    if (shown === null) return;
    const { host } = this.#context;
    const { kind, x, zoom } = this.#context.view();
    const columns = lossColumns(shown.stage, shown.description.tables, kind);
    const range = zoom === null ? null : withMargins(zoom);
    const wanted = { table: lossTable(kind), columns: columns.map(({ column }) => column), range };
    const points = Math.round(this.#chart.points * (zoom === null ? 1 : 1.6));
    const [data, map] = await Promise.all([
      readRange(host, shown.job, { ...wanted, points }, signal),
      readXMap(host, shown.job, x, signal),
    ]);
    this.#read = { columns, data, map, steps: shown.steps };
    this.#draw();
  }

  #axis(): XAxis | null {
    if (this.#shown === null || this.#read === null) return null;
    const { zoom, logX } = this.#context.view();
    const newest = this.#read.data.x.at(-1) ?? 1;
    return xAxis(this.#read.map, { steps: Math.max(this.#shown.steps, newest), zoom, log: logX });
  }

  #draw(): void {
    const [shown, read, axis] = [this.#shown, this.#read, this.#axis()];
    if (shown === null || read === null || axis === null) return;
    const { text, numbers } = this.#context;
    const lines = withValues(read.columns, read.data);
    const { hidden } = this.#context.view();
    this.#legend.show(
      lines.map(({ column, index }) => ({
        id: column.id,
        label: lossLabel(column, shown, this.#context),
        look: lookOf(index),
        hidden: hidden.includes(column.id),
        note: column.term === null ? text.chart.totalFormula : column.term.formula,
        fixed: false,
      })),
      this.#context.theme(),
    );
    if (lines.length === 0) {
      this.#content = null;
      this.#frame.showEmpty(text.empty.noRows, text.empty.noRowsNext);
      return;
    }
    const content = lossContent(this.#context, shown, { ...read, axis });
    this.#content = content;
    if (content.lines.length === 0) {
      this.#frame.showEmpty(text.empty.allHidden, '');
      return;
    }
    this.#frame.showData();
    this.#chart.show(content, this.#context.theme());
    this.#chart.element.setAttribute(
      'aria-label',
      text.chart.describe(
        text.chart.loss,
        content.lines.length,
        `${content.formatX(content.view.from)} ${content.xLabel}`,
        `${numbers.short(content.view.to)} ${content.xLabel}`,
      ),
    );
    this.#point(this.#crosshair.step);
  }

  /** The crosshair and the values under it; the newest where there is none. */
  #point(step: number | null): void {
    const [content, read] = [this.#content, this.#read];
    if (content === null || read === null) return;
    const x = step === null ? null : read.map.toX(step);
    this.#chart.hover(x);
    const index = x === null ? content.x.length - 1 : this.#chart.indexAt(x);
    const byId = new Map(content.lines.map((line) => [line.id, line]));
    this.#legend.values(
      withValues(read.columns, read.data).map(({ column }) => {
        const value = byId.get(column.id)?.values[index ?? -1];
        return value === undefined ? '' : content.formatY(value);
      }),
    );
  }
}
