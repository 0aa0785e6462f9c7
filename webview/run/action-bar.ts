import type { PanelAction } from '../../server/protocol/panel.ts';
import { button } from '../controls/index.ts';
import { element } from '../dom.ts';
import type { Text } from '../text/index.ts';

/** Buttons for what can be done with a run. The first is what its state calls for. */
export class ActionBar {
  readonly element: HTMLElement;
  readonly #text: Text;
  readonly #act: (action: PanelAction) => void;
  #buttons: readonly (readonly [PanelAction, HTMLElement])[] = [];

  constructor(text: Text, act: (action: PanelAction) => void) {
    this.#text = text;
    this.#act = act;
    this.element = element('div', { class: 'actions', role: 'group', 'aria-label': text.header.actions });
  }

  /** Who was at the first button is at the first again (Stop becomes Resume), else at the same, if it is still there. */
  show(actions: readonly PanelAction[]): void {
    const at = this.#buttons.findIndex(([, made]) => made === document.activeElement);
    const left = at > 0 ? this.#buttons[at]?.[0] : undefined;
    this.#buttons = actions.map((action, index) => [
      action,
      button(this.#text.actions[action], () => this.#act(action), index === 0 ? 'primary' : 'secondary'),
    ]);
    this.element.replaceChildren(...this.#buttons.map(([, made]) => made));
    if (at < 0) return;
    const next = this.#buttons.find(([action]) => action === left) ?? this.#buttons[0];
    next?.[1].focus();
  }
}
