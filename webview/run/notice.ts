import { element } from '../dom.ts';
import { glyph } from './glyph.ts';

export interface Notice {
  readonly kind: 'information' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
  readonly actions?: readonly HTMLElement[];
}

/** Something that a person should know, with what to do next. */
export const notice = ({ kind, title, text, actions = [] }: Notice): HTMLElement =>
  element(
    'div',
    { class: `notice ${kind}` },
    glyph(kind),
    element('div', {}, element('strong', {}, title), ' ', element('span', {}, text)),
    actions.length === 0 ? null : element('div', { class: 'actions' }, ...actions),
  );

/** In place of what isn't there yet. */
export const emptiness = (title: string, next: string): HTMLElement =>
  element('div', { class: 'empty' }, element('p', {}, title), element('p', { class: 'next' }, next));
