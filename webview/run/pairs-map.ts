import { type Columns, hasValues } from '../charts/columns.ts';
import { cellText, type HeatContent, heatTable } from '../charts/heat-content.ts';
import { HeatMap } from '../charts/heat-map.ts';
import { heatSvg } from '../charts/heat-svg.ts';
import type { XMap } from '../charts/x-map.ts';
import { chooser } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import { ChartFrame } from './chart-frame.ts';
import type { Context } from './context.ts';
import type { Shown } from './shown.ts';
import { findLag, lagSentence } from './lag.ts';
import { Latest } from './latest.ts';
import { type Pair, pairsOf } from './pairs.ts';
import { readRange } from './read-range.ts';
import { readXMap } from './read-x-map.ts';
import { measures } from './view-state.ts';

interface Read {
  readonly pairs: readonly Pair[];
  readonly data: Columns;
  readonly map: XMap;
}

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
  #shown: Shown | null = null;
  #read: Read | null = null;
  #content: HeatContent | null = null;
  #marked: number | null = null;

  /** @param onStep a person chose a step of the training. */
  constructor(context: Context, onStep: (step: number) => void) {
    this.#context = context;
    const { text, change } = context;
    this.reading = new Latest(
      (signal) => this.#load(signal),
      (error) => this.#frame.showFailure(error),
    );
    this.#measure = chooser(text.layers.measure, (value) => {
      const measure = measures.find((each) => each === value);
      if (measure !== undefined) change({ measure });
    });
    this.#showMeasure();
    this.#map = new HeatMap({
      onCell: (cell) =>
        setText(
          this.#under,
          cellText(
            this.#content,
            cell,
            (row, column) => `${row} · ${this.#content?.columnLabel ?? ''} ${column}`,
          ),
        ),
      onChoose: ({ column }) => {
        const step = this.#read?.data.x[column];
        if (step !== undefined) onStep(step);
      },
    });
    this.#frame = new ChartFrame(context, {
      id: 'layers',
      title: text.layers.overTime,
      chart: this.#map.element,
      above: [element('div', { class: 'controls' }, this.#measure.element)],
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
    const { measure, x } = view();
    const columns = [...new Set(pairs.flatMap(({ id }) => [`${id}.cka`, `${id}.${measure}`]))];
    const wanted = { table: 'diagnostics', columns, range: null, points: this.#map.columns } as const;
    if (columns.length === 0) {
      this.#read = {
        pairs,
        data: { x: new Float64Array(), columns: {} },
        map: await readXMap(host, shown.job, 'step', signal),
      };
    } else {
      const [data, map] = await Promise.all([
        readRange(host, shown.job, wanted, signal),
        readXMap(host, shown.job, x, signal),
      ]);
      this.#read = { pairs, data, map };
    }
    this.draw();
  }

  #showMeasure(): void {
    const { text, view } = this.#context;
    this.#measure.set(
      measures.map((value) => ({ value, label: text.layers.measures[value] })),
      view().measure,
    );
  }

  draw(): void {
    const read = this.#read;
    if (read === null) return;
    const { text, numbers, theme, view } = this.#context;
    const { measure, x } = view();
    this.#showMeasure();
    const of = (pair: Pair, name: string): Float64Array =>
      read.data.columns[`${pair.id}.${name}`]?.last ?? new Float64Array(read.data.x.length).fill(NaN);
    const lag = findLag(read.pairs.map((pair) => ({ name: pair.name, cka: of(pair, 'cka') })));
    setText(this.#sentence, read.pairs.length === 0 ? '' : lagSentence(lag, text, numbers));
    const measured = read.pairs.filter((pair) => hasValues(of(pair, measure)));
    this.#content = null;
    if (read.pairs.length === 0) {
      this.#frame.showEmpty(text.empty.noPairs, text.empty.noPairsNext);
      return;
    }
    if (measured.length === 0) {
      this.#frame.showEmpty(text.empty.noMatching, text.empty.noRowsNext);
      return;
    }
    const values = read.pairs.map((pair) => of(pair, measure));
    const format = x === 'time' ? numbers.duration : x === 'step' ? numbers.whole : numbers.short;
    this.#content = {
      title: `${text.layers.overTime}: ${text.layers.measures[measure]}`,
      rows: read.pairs.map(({ name }) => name),
      columns: Array.from(read.data.x, (step) => format(read.map.toX(step))),
      values,
      from: 0,
      to:
        measure === 'relativeError'
          ? Math.max(1, ...values.flatMap((row) => [...row.filter(Number.isFinite)]))
          : 1,
      meaning: measure === 'relativeError' ? 'error' : 'agreement',
      rowLabel: text.layers.pair,
      columnLabel: text.chart.x[x],
      columnLabels: 'some',
      format: numbers.hundredths,
    };
    this.#map.element.setAttribute('aria-label', `${this.#content.title}. ${this.#sentence.textContent}`);
    this.#frame.showData();
    this.#map.show(this.#content, theme(), this.#marked);
  }
}
