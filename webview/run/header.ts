import type { PanelAction } from '../../server/protocol/panel.ts';
import type { RunSummary } from '../../server/protocol/training.ts';
import { button } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import { ActionBar } from './action-bar.ts';
import { actionsOf } from './actions.ts';
import type { Context } from './context.ts';
import { failureOf } from './failures.ts';
import { glyph } from './glyph.ts';
import { notice } from './notice.ts';

/** Name, state, progress and actions of the run, and what happened to it. */
export class Header {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #name = element('h1');
  readonly #state = element('span', { class: 'state' });
  readonly #bar: HTMLProgressElement;
  readonly #facts = element('ul', { class: 'facts' });
  readonly #activity = element('p', { class: 'activity' });
  readonly #actions: ActionBar;
  readonly #notices = element('div', { class: 'notices' });
  #shown = '';

  constructor(context: Context) {
    this.#context = context;
    const { text } = context;
    this.#bar = element('progress', { 'aria-label': text.header.progressLabel, max: 1 });
    this.#actions = new ActionBar(text, (action) => this.#act(action));
    this.element = element(
      'header',
      {},
      element('div', { class: 'line' }, this.#name, this.#state, this.#actions.element),
      this.#bar,
      element('div', { class: 'line' }, this.#facts, this.#activity),
      this.#notices,
    );
  }

  show(summary: RunSummary, connected: boolean): void {
    const { text, numbers } = this.#context;
    const { progress, state, elapsedMs, leftMs, queuePosition } = summary;
    setText(this.#name, summary.name);
    setText(this.#activity, state === 'running' ? progress.activity : '');
    this.#bar.value = progress.steps === 0 ? 0 : progress.step / progress.steps;
    const facts = [
      // Nothing is known of a damaged run.
      ...(progress.steps === 0
        ? []
        : [text.header.progress(numbers.whole(progress.step), numbers.whole(progress.steps))]),
      ...(elapsedMs === null ? [] : [text.header.elapsed(numbers.duration(elapsedMs))]),
      ...(leftMs === null || state !== 'running' ? [] : [text.header.left(numbers.duration(leftMs))]),
      ...(queuePosition === null ? [] : [text.header.queue(queuePosition)]),
    ];
    this.#facts.replaceChildren(...facts.map((fact) => element('li', {}, fact)));
    // Buttons are replaced only when there are others: a click could fall between.
    const now = JSON.stringify([state, connected, summary.failure]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#state.replaceChildren(glyph(state), text.states[state]);
    this.#state.className = `state ${state}`;
    this.#actions.show(actionsOf(state, connected));
    this.#notices.replaceChildren(...this.#happened(summary, connected));
  }

  #happened({ state, failure, elapsedMs }: RunSummary, connected: boolean): readonly HTMLElement[] {
    const { text } = this.#context;
    const { ended } = text;
    const away = connected ? [] : [notice({ kind: 'warning', title: text.away.title, text: text.away.next })];
    if (state === 'interrupted')
      return [
        ...away,
        notice({ kind: 'warning', title: ended.interruptedTitle, text: ended.interruptedNext }),
      ];
    if (state === 'stopped')
      return [
        ...away,
        notice({
          kind: 'information',
          title: ended.stoppedTitle,
          // Stopped in the queue: there is no checkpoint.
          text: elapsedMs === null ? ended.unstartedNext : ended.stoppedNext,
        }),
      ];
    if (state === 'failed' || state === 'damaged')
      return [
        ...away,
        notice({
          kind: 'error',
          title: state === 'failed' ? ended.failedTitle : ended.damagedTitle,
          text: failure === null ? '' : `${failure.message} ${failure.next}`,
          actions: failure === null ? [] : [button(text.actions.explain, () => this.#act('explain'))],
        }),
      ];
    return away;
  }

  #act(action: PanelAction): void {
    const { host, text } = this.#context;
    host.request('act', { action }).catch((error: unknown) => {
      const { message, next } = failureOf(error, text);
      this.#notices.replaceChildren(notice({ kind: 'error', title: message, text: next }));
    });
  }
}
