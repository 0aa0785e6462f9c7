import { csv } from '../charts/csv.ts';
import { png } from '../charts/png.ts';
import type { TableContent } from '../charts/table.ts';
import { button, toggle, type Toggle } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import type { Context } from './context.ts';
import { dataTable } from './data-table.ts';
import { failureOf } from './failures.ts';
import { emptiness, notice } from './notice.ts';

/** A chart as files and as a table. */
export interface Exportable {
  readonly svg: () => string;
  readonly table: () => TableContent;
}

export interface FrameOptions {
  /** Names the chart in the kept view and in files. */
  readonly id: string;
  readonly title: string;
  readonly chart: HTMLElement;
  readonly above?: readonly HTMLElement[];
  readonly below?: readonly HTMLElement[];
  /** Null while there is nothing to export. */
  readonly exportable: () => Exportable | null;
  readonly again: () => void;
}

/** What charts have around them: title, tools, the table in their place, and what is said while there is nothing. */
export class ChartFrame {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #options: FrameOptions;
  readonly #heading: HTMLElement;
  readonly #place = element('div', { class: 'place' });
  readonly #table: Toggle;

  constructor(context: Context, options: FrameOptions) {
    this.#context = context;
    this.#options = options;
    const { text } = context;
    this.#table = toggle(text.chart.table, this.#isTable(), (pressed) => {
      const others = context.view().tables.filter((id) => id !== options.id);
      context.change({ tables: pressed ? [...others, options.id] : others });
    });
    this.#heading = element('h2', { id: `title-${options.id}` }, options.title);
    this.element = element(
      'section',
      { class: 'frame', 'aria-labelledby': `title-${options.id}` },
      element(
        'div',
        { class: 'bar' },
        this.#heading,
        element(
          'div',
          { class: 'tools', role: 'group', 'aria-label': text.chart.tools(options.title) },
          this.#table.element,
          ...(['png', 'svg', 'csv'] as const).map((format) => {
            const made = button(format.toUpperCase(), () => void this.#save(format));
            made.setAttribute('aria-label', text.chart.save(format.toUpperCase()));
            return made;
          }),
        ),
      ),
      ...(options.above ?? []),
      this.#place,
      ...(options.below ?? []),
    );
    this.#put(emptiness(text.loading.chart, ''));
  }

  set title(title: string) {
    setText(this.#heading, title);
  }

  /** Shows the chart, or the table where that is wanted. */
  showData(): void {
    const { chart, exportable } = this.#options;
    const exported = this.#isTable() ? exportable() : null;
    this.#table.set(this.#isTable());
    if (exported !== null) this.#put(dataTable(exported.table(), this.#context.numbers.short));
    else this.#put(chart);
  }

  showEmpty(title: string, next: string): void {
    this.#put(emptiness(title, next));
  }

  showFailure(error: unknown): void {
    const { text } = this.#context;
    const { message, next } = failureOf(error, text);
    this.#put(
      notice({
        kind: 'error',
        title: text.failure.title,
        text: `${message} ${next}`,
        actions: [button(text.failure.again, this.#options.again)],
      }),
    );
  }

  /** The chart stays in the page, out of sight, so that it knows its width. A table keeps its place and the focus. */
  #put(content: HTMLElement): void {
    const { chart } = this.#options;
    const before = this.#place.firstElementChild;
    chart.classList.toggle('unseen', content !== chart);
    if (content === chart) {
      if (before !== chart) this.#place.replaceChildren(chart);
      return;
    }
    const focused = before !== null && before === document.activeElement;
    const { scrollTop = 0, scrollLeft = 0 } = before ?? {};
    this.#place.replaceChildren(content, chart);
    if (focused) content.focus();
    content.scrollTo(scrollLeft, scrollTop);
  }

  #isTable(): boolean {
    return this.#context.view().tables.includes(this.#options.id);
  }

  async #save(format: 'png' | 'svg' | 'csv'): Promise<void> {
    const { exportable, id } = this.#options;
    const { host, announce, text } = this.#context;
    const exported = exportable();
    if (exported === null) return;
    try {
      const content =
        format === 'csv'
          ? csv(exported.table())
          : format === 'svg'
            ? exported.svg()
            : await png(exported.svg());
      const saved = await host.request('save', { name: id, format, content });
      if (saved !== null) announce(text.live.saved(saved.path));
    } catch (error) {
      this.showFailure(error);
    }
  }
}
