import { type Columns } from '../charts/columns.ts';
import { cellText, type HeatContent, heatTable } from '../charts/heat-content.ts';
import { HeatMap } from '../charts/heat-map.ts';
import { heatSvg } from '../charts/heat-svg.ts';
import { button, slider } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import { ChartFrame } from './chart-frame.ts';
import type { Context } from './context.ts';
import type { Shown } from './shown.ts';
import { Latest } from './latest.ts';
import { Player } from './player.ts';
import { readRange } from './read-range.ts';
import { whyEmpty } from './why-empty.ts';

/** More moments than a person looks at one by one. */
const moments = 60;

/** CKA of every layer of the student with every layer of the teacher, at a step that can be moved. */
export class CkaMatrix {
  readonly element: HTMLElement;
  readonly reading: Latest;
  readonly #context: Context;
  readonly #onStep: (step: number | null) => void;
  readonly #map: HeatMap;
  readonly #frame: ChartFrame;
  readonly #slider;
  readonly #play: HTMLElement;
  readonly #under = element('p', { class: 'under' });
  readonly #player: Player;
  #shown: Shown | null = null;
  #data: Columns | null = null;
  #content: HeatContent | null = null;
  /** Index among the moments; null: the newest. */
  #at: number | null = null;

  /** @param onStep told which step is shown; null: the newest. */
  constructor(context: Context, onStep: (step: number | null) => void) {
    this.#context = context;
    this.#onStep = onStep;
    const { text, numbers } = context;
    this.reading = new Latest(
      (signal) => this.#load(signal),
      (error) => this.#frame.showFailure(error),
    );
    this.#slider = slider({
      label: text.layers.step,
      most: 0,
      step: 1,
      format: (index) => numbers.whole(this.#data?.x[index] ?? null),
      onChange: (index) => {
        this.#player.stop();
        this.#go(index);
      },
    });
    this.#player = new Player(
      () => this.#advance(),
      (playing) => setText(this.#play, playing ? text.layers.pause : text.layers.play),
    );
    this.#play = button(text.layers.play, () => this.#startOrStop());
    this.#map = new HeatMap({
      onCell: (cell) =>
        setText(
          this.#under,
          cellText(this.#content, cell, (row, column) => `${row} × ${column}`),
        ),
      onChoose: () => undefined,
      onView: () => undefined,
    });
    this.#frame = new ChartFrame(context, {
      id: 'matrix',
      title: text.layers.matrix,
      chart: this.#map.element,
      above: [element('div', { class: 'controls' }, this.#slider.element, this.#play)],
      below: [this.#under],
      exportable: () => {
        const content = this.#content;
        return content === null
          ? null
          : { svg: () => heatSvg(content, context.theme()), table: () => heatTable(content) };
      },
      again: () => this.reading.restart(),
    });
    this.element = this.#frame.element;
  }

  set active(active: boolean) {
    this.reading.active = active;
    if (!active) this.#player.stop();
  }

  show(shown: Shown, another: boolean): void {
    this.#shown = shown;
    this.element.hidden = shown.stage.matrix === null;
    if (shown.stage.matrix === null) return;
    if (another) {
      this.#data = null;
      this.#at = null;
      this.#player.stop();
      this.reading.restart();
    } else {
      this.reading.want();
    }
  }

  /** Shows the moment nearest to a step. */
  goTo(step: number): void {
    const index = this.#data?.x.findIndex((x) => x >= step) ?? -1;
    if (index >= 0) this.#go(index);
  }

  #go(index: number): void {
    const last = (this.#data?.x.length ?? 0) - 1;
    this.#at = index >= last ? null : index;
    this.#onStep(this.#at === null ? null : (this.#data?.x[this.#at] ?? null));
    this.draw();
  }

  #startOrStop(): void {
    if (this.#player.playing) {
      this.#player.stop();
      return;
    }
    if (this.#at === null) this.#go(0);
    this.#player.start();
  }

  #advance(): boolean {
    if (this.#at === null) return false;
    this.#go(this.#at + 1);
    return true;
  }

  async #load(signal: AbortSignal): Promise<void> {
    const shown = this.#shown;
    const matrix = shown?.stage.matrix ?? null;
    if (shown === null || matrix === null) return;
    const columns = matrix.student.flatMap((student) =>
      matrix.teacher.map((teacher) => columnOf(shown, student, teacher)),
    );
    const wanted = { table: 'diagnostics', columns, range: null, points: moments } as const;
    this.#data = await readRange(this.#context.host, shown.job, wanted, signal);
    this.draw();
  }

  draw(): void {
    const [shown, data] = [this.#shown, this.#data];
    const matrix = shown?.stage.matrix ?? null;
    if (shown === null || matrix === null || data === null) return;
    const { text, numbers, theme } = this.#context;
    const last = data.x.length - 1;
    const at = Math.min(this.#at ?? last, last);
    this.#slider.set(Math.max(0, at), Math.max(0, last));
    this.#content = null;
    if (last < 0) {
      const { noMatching: title, noRowsNext: next } = text.empty;
      this.#frame.showEmpty(...whyEmpty(this.#context, shown, { title, next, measured: false }));
      return;
    }
    const step = numbers.whole(data.x[at] ?? null);
    this.#content = {
      title: `${text.layers.matrix}, ${text.chart.x.step} ${step}`,
      rows: matrix.student,
      columns: matrix.teacher,
      values: matrix.student.map((student) =>
        Float64Array.from(
          matrix.teacher,
          (teacher) => data.columns[columnOf(shown, student, teacher)]?.last[at] ?? NaN,
        ),
      ),
      from: 0,
      to: 1,
      meaning: 'agreement',
      rowLabel: text.layers.rows,
      columnLabel: text.layers.columns,
      axis: null,
      format: numbers.hundredths,
    };
    this.#map.element.setAttribute('aria-label', this.#content.title);
    this.#frame.showData();
    this.#map.show(this.#content, theme(), null);
  }
}

const columnOf = ({ stage }: Shown, student: string, teacher: string): string =>
  `${stage.name}/${student}×${teacher}.cka`;
