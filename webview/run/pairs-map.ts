import type { Columns } from '../charts/columns.ts';
import { cellText, type HeatContent, heatTable } from '../charts/heat-content.ts';
import { type Cell, HeatMap } from '../charts/heat-map.ts';
import { heatSvg } from '../charts/heat-svg.ts';
import type { XMap } from '../charts/x-map.ts';
import { chooser } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import { axisControls } from './axis-controls.ts';
import { ChartFrame } from './chart-frame.ts';
import type { Context } from './context.ts';
import type { Shown } from './shown.ts';
import { findLag, lagSentence } from './lag.ts';
import { Latest } from './latest.ts';
import { isMeasured, pairsContent, pairValues } from './pairs-content.ts';
import { type Pair, pairsOf } from './pairs.ts';
import { readRange, withMargins } from './read-range.ts';
import { readXMap } from './read-x-map.ts';
import { measures } from './view-state.ts';
import { whyEmpty } from './why-empty.ts';
import { xAxis, type XAxis, zoomOf } from './x-axis.ts';

interface Read {
  readonly pairs: readonly Pair[];
  /** Of the part in view, and of the whole training, which the sentence is about. */
  readonly data: Columns;
  readonly whole: Columns;
  readonly map: XMap;
}

/** Enough to say how a pair has come on. */
const wholePoints = 60;

const nothing: Columns = { x: new Float64Array(), columns: {} };

/** How near the paired layers are over a training, and a sentence that says which of them lags. */
export class PairsMap {
  readonly element: HTMLElement;
  readonly reading: Latest;
  readonly #context: Context;
  readonly #sentence = element('p', { class: 'lag' });
  readonly #under = element('p', { class: 'under' });
  readonly #map: HeatMap;
  readonly #frame: ChartFrame;
  readonly #measure;
  readonly #axisControls;
  #shown: Shown | null = null;
  #read: Read | null = null;
  #content: HeatContent | null = null;
  #marked: number | null = null;

  /** @param onStep a person chose a step of the training. */
  constructor(context: Context, onStep: (step: number) => void) {
    this.#context = context;
    const { text, change, crosshair } = context;
    this.reading = new Latest(
      (signal) => this.#load(signal),
      (error) => this.#frame.showFailure(error),
    );
    this.#measure = chooser(text.layers.measure, (value) => {
      const measure = measures.find((each) => each === value);
      if (measure !== undefined) change({ measure });
    });
    this.#axisControls = axisControls(context);
    this.#showControls();
    this.#map = new HeatMap({
      onCell: (cell) => this.#point(cell),
      onChoose: ({ column }) => {
        const step = this.#read?.data.x[column];
        if (step !== undefined) onStep(step);
      },
      onView: (view) => {
        const axis = this.#axis();
        if (axis !== null) change({ zoom: zoomOf(view, axis) });
      },
    });
    this.#map.element.setAttribute('aria-description', text.layers.keys);
    this.#frame = new ChartFrame(context, {
      id: 'layers',
      title: text.layers.overTime,
      chart: this.#map.element,
      above: [element('div', { class: 'controls' }, this.#measure.element, ...this.#axisControls.elements)],
      below: [this.#under],
      exportable: () => {
        const content = this.#content;
        return content === null
          ? null
          : { svg: () => heatSvg(content, context.theme()), table: () => heatTable(content) };
      },
      again: () => this.reading.restart(),
    });
    this.element = element('div', { class: 'tab' }, this.#sentence, this.#frame.element);
    crosshair.onMove((step) => this.#hover(step));
  }

  show(shown: Shown, another: boolean): void {
    this.#shown = shown;
    if (another) this.#read = null;
    if (another) this.reading.restart();
    else this.reading.want();
  }

  /** Points out the column of a step, or none. */
  mark(step: number | null): void {
    const column = step === null ? -1 : (this.#read?.data.x.findIndex((x) => x >= step) ?? -1);
    this.#marked = column < 0 ? null : column;
    this.draw();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const shown = this.#shown;
    if (shown === null) return;
    const { host, view } = this.#context;
    const known = new Set(shown.description.tables.diagnostics.map(({ name }) => name));
    const pairs = pairsOf(shown.stage).filter(({ id }) => known.has(`${id}.cka`));
    const { measure, x, zoom } = view();
    const columns = [...new Set(pairs.flatMap(({ id }) => [`${id}.cka`, `${id}.${measure}`]))];
    const read = (range: typeof zoom, points: number): Promise<Columns> =>
      columns.length === 0
        ? Promise.resolve(nothing)
        : readRange(host, shown.job, { table: 'diagnostics', columns, range, points }, signal);
    const part = zoom === null ? null : read(withMargins(zoom), Math.round(1.6 * this.#map.columns));
    const [whole, data, map] = await Promise.all([
      read(null, part === null ? this.#map.columns : wholePoints),
      part,
      readXMap(host, shown.job, x, signal),
    ]);
    this.#read = { pairs, data: data ?? whole, whole, map };
    this.draw();
  }

  #showControls(): void {
    const { text, view } = this.#context;
    this.#measure.set(
      measures.map((value) => ({ value, label: text.layers.measures[value] })),
      view().measure,
    );
    this.#axisControls.show(view());
  }

  #axis(): XAxis | null {
    const [shown, read] = [this.#shown, this.#read];
    if (shown === null || read === null) return null;
    const { zoom, logX } = this.#context.view();
    const steps = Math.max(shown.steps, read.whole.x.at(-1) ?? 1);
    return xAxis(read.map, { steps, zoom, log: logX });
  }

  /** The cell under the pointer in words, and its step for the crosshairs of all charts. */
  #point(cell: Cell | null): void {
    const { crosshair } = this.#context;
    const place = (row: string, column: string): string =>
      `${row} · ${this.#content?.columnLabel ?? ''} ${column}`;
    setText(this.#under, cellText(this.#content, cell, place));
    crosshair.move(cell === null ? null : (this.#read?.data.x[cell.column] ?? null));
  }

  #hover(step: number | null): void {
    this.#map.hover(step === null ? null : (this.#read?.map.toX(step) ?? null));
  }

  draw(): void {
    const [shown, read, axis] = [this.#shown, this.#read, this.#axis()];
    this.#showControls();
    if (shown === null || read === null || axis === null) return;
    const { text, numbers, theme, view } = this.#context;
    const { pairs, whole, data } = read;
    const lag = findLag(pairs.map((pair) => ({ name: pair.name, cka: pairValues(whole, pair, 'cka') })));
    setText(this.#sentence, pairs.length === 0 ? '' : lagSentence(lag, text, numbers));
    this.#content = null;
    if (pairs.length === 0) {
      this.#frame.showEmpty(text.empty.noPairs, text.empty.noPairsNext);
      return;
    }
    const { measure } = view();
    if (!isMeasured(whole, pairs, measure)) {
      const { noMatching: title, noRowsNext: next } = text.empty;
      const measured = whole.x.length > 0;
      this.#frame.showEmpty(...whyEmpty(this.#context, shown, { title, next, measured }));
      return;
    }
    if (!isMeasured(data, pairs, measure)) {
      this.#frame.showEmpty(text.empty.notInView, text.empty.notInViewNext);
      return;
    }
    this.#content = pairsContent(this.#context, { pairs, data, axis });
    this.#map.element.setAttribute('aria-label', `${this.#content.title}. ${this.#sentence.textContent}`);
    this.#frame.showData();
    this.#map.show(this.#content, theme(), this.#marked);
    this.#hover(this.#context.crosshair.step);
  }
}
