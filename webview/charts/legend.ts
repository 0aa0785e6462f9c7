import { element, setLines, svgElement } from '../dom.ts';
import { colourOf, type Look, type Theme } from './look.ts';

export interface LegendEntry {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
  readonly hidden: boolean;
  /** Shown on hover and focus. */
  readonly note: string | null;
  /** Lines that can't be hidden are no buttons. */
  readonly fixed: boolean;
}

/** Names of lines: buttons that hide and show them, with the value under the crosshair. */
export class Legend {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #id: string;
  readonly #onToggle: (id: string) => void;
  #shown = '';
  #values: readonly HTMLElement[] = [];

  /** @param id unique in the page. */
  constructor(id: string, label: string, onToggle: (id: string) => void) {
    this.#id = id;
    this.#onToggle = onToggle;
    this.#list = element('ul', { 'aria-label': label });
    // The list scrolls and would cut notes off; they are placed by what is around it.
    this.element = element('div', { class: 'legend' }, this.#list);
  }

  show(entries: readonly LegendEntry[], theme: Theme): void {
    const now = JSON.stringify([entries, theme.series]);
    if (now === this.#shown) return;
    this.#shown = now;
    const focused = [...this.#list.children].findIndex((item) => item.contains(document.activeElement));
    const items = entries.map((entry, index) => this.#item(entry, theme, index));
    this.#values = items.map(({ value }) => value);
    this.#list.replaceChildren(...items.map(({ item }) => item));
    if (focused >= 0) this.#list.children[focused]?.querySelector('button')?.focus();
  }

  /** Values of the entries, in their order. */
  values(texts: readonly string[]): void {
    for (const [index, element] of this.#values.entries()) {
      const text = texts[index] ?? '';
      if (element.textContent !== text) element.textContent = text;
    }
  }

  #item(entry: LegendEntry, theme: Theme, index: number) {
    const value = element('span', { class: 'value' });
    const parts = [swatch(entry.look, theme), element('span', { class: 'name' }, entry.label), value];
    const noteId = entry.note === null ? null : `${this.#id}-${index}`;
    const described = { class: 'entry', 'aria-describedby': noteId };
    const target = entry.fixed
      ? element('span', described, ...parts)
      : element('button', { ...described, type: 'button', 'aria-pressed': String(!entry.hidden) }, ...parts);
    if (!entry.fixed) target.addEventListener('click', () => this.#onToggle(entry.id));
    const note = noteId === null ? null : element('span', { class: 'note', role: 'tooltip', id: noteId });
    if (note !== null) setLines(note, entry.note ?? '');
    const item = element('li', {}, target, note);
    return { item, value };
  }
}

function swatch(look: Look, theme: Theme): SVGElement {
  const stroke = {
    stroke: colourOf(theme, look),
    'stroke-width': 2,
    ...(look.dash.length > 0 ? { 'stroke-dasharray': look.dash.join(' ') } : {}),
  };
  return svgElement(
    'svg',
    { width: 24, height: 8, 'aria-hidden': 'true' },
    svgElement('line', { x1: 0, y1: 4, x2: 24, y2: 4, ...stroke }),
  );
}
