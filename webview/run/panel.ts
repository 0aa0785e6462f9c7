import type { ToPanel } from '../../server/protocol/panel.ts';
import type { JobRange, RunDescription, RunSummary } from '../../server/protocol/training.ts';
import { button, chooser, progressRing, tabStrip } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import { type Context, type Part } from './context.ts';
import { failureOf } from './failures.ts';
import { Header } from './header.ts';
import { Latest } from './latest.ts';
import { emptiness, notice } from './notice.ts';
import { jobKey, shownJob } from './shown.ts';
import { layersTab } from './layers-tab.ts';
import { logTab } from './log-tab.ts';
import { reportTab } from './report-tab.ts';
import { samplesTab } from './samples-tab.ts';
import { trainingTab } from './training-tab.ts';
import { type Tab, tabNames } from './view-state.ts';

/** Longer than a server takes to start. */
const patienceMs = 8000;

/** The whole panel: asks what the run is, shows it, and passes on what changes. */
export class Panel {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #header: Header;
  readonly #jobs;
  readonly #parts: Readonly<Record<Tab, Part>>;
  readonly #body = element('div', { class: 'body' });
  readonly #waiting = element('div', { class: 'waiting' });
  readonly #describing: Latest;
  #description: RunDescription | null = null;
  #connected = true;
  #frame = 0;

  constructor(context: Context) {
    this.#context = context;
    const { text } = context;
    this.#header = new Header(context);
    this.#parts = {
      training: trainingTab(context),
      layers: layersTab(context),
      samples: samplesTab(context),
      log: logTab(context),
      report: reportTab(context),
    };
    this.#jobs = chooser(text.header.job, (job) =>
      context.change({ job: job === '' ? null : job, zoom: null }),
    );
    const tabs = tabStrip(
      text.tabs.label,
      tabNames.map((id) => ({ id, label: text.tabs[id], content: this.#parts[id].element })),
      (id) => {
        const tab = tabNames.find((name) => name === id);
        if (tab !== undefined && tab !== context.view().tab) context.change({ tab });
      },
    );
    tabs.select(context.view().tab);
    this.#body.append(element('div', { class: 'jobs' }, this.#jobs.element), tabs.element);
    this.element = element('main', {}, this.#waiting);
    this.#describing = new Latest(
      (signal) => this.#describe(signal),
      (error) => this.#failed(error),
    );
  }

  /** Asks for the run; until it is known, says so. */
  begin(): void {
    this.#wait();
    this.#describing.active = true;
    this.#describing.want();
  }

  told(message: Extract<ToPanel, { readonly type: 'changed' | 'connected' }>): void {
    switch (message.type) {
      case 'changed':
        this.#changed(message.summary);
        return;
      case 'connected':
        this.#connect(message.connected);
        return;
    }
  }

  viewChanged(): void {
    this.#activate();
    for (const part of this.#all()) part.viewChanged();
    this.#schedule();
  }

  themeChanged(): void {
    if (this.#description !== null) for (const part of this.#all()) part.themeChanged();
  }

  #all(): readonly Part[] {
    return Object.values(this.#parts);
  }

  #changed(summary: RunSummary): void {
    const description = this.#description;
    if (description === null) {
      this.#describing.want();
      return;
    }
    const before = description.summary;
    if (before.state !== summary.state)
      this.#context.announce(this.#context.text.live.state(this.#context.text.states[summary.state]));
    this.#description = { ...description, summary };
    // Another activity may be another training, another state another attempt.
    if (before.progress.activity !== summary.progress.activity || before.state !== summary.state)
      this.#describing.want();
    this.#schedule();
  }

  #connect(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    this.#context.announce(connected ? this.#context.text.live.back : this.#context.text.live.away);
    if (connected) this.#describing.want();
    this.#schedule();
  }

  /** However many changes come, they are shown with the next frame. */
  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#show();
    });
  }

  #show(): void {
    const description = this.#description;
    if (description === null) return;
    const { text, view } = this.#context;
    this.#header.show(description.summary, this.#connected);
    const shown = shownJob(description, view().job);
    const name = (job: JobRange): string =>
      text.header.jobName(job.seed, job.stage, text.variants[job.variant]);
    const chosen = description.jobs.find((job) => jobKey(job) === view().job);
    this.#jobs.set(
      [
        { value: '', label: text.header.newest(shown === null ? '' : name(shown.job)) },
        ...description.jobs.map((job) => ({
          value: jobKey(job),
          label: name(job),
        })),
      ],
      chosen === undefined ? '' : jobKey(chosen),
    );
    if (shown === null) {
      this.#waiting.replaceChildren(this.#nothing(description.summary.state));
      this.#putBelow(this.#waiting);
      return;
    }
    if (this.#body.parentElement === null) {
      this.#putBelow(this.#body);
      this.#activate();
    }
    for (const [name, part] of Object.entries(this.#parts)) if (name === view().tab) part.show(shown);
  }

  /** Below the header, which stays where it is: taken out for a moment, it would lose the focus. */
  #putBelow(content: HTMLElement): void {
    if (this.#header.element.parentElement === null) this.element.prepend(this.#header.element);
    if (content.parentElement === null) this.element.lastElementChild?.replaceWith(content);
  }

  #nothing(state: RunSummary['state']): HTMLElement {
    const { empty } = this.#context.text;
    if (state === 'queued') return emptiness(empty.queued, empty.queuedNext);
    if (state === 'damaged') return emptiness(empty.damaged, empty.damagedNext);
    const working = state === 'running' || state === 'stopping';
    return emptiness(empty.noRows, working ? empty.noRowsNext : empty.restingNext);
  }

  #activate(): void {
    const { tab } = this.#context.view();
    for (const [name, part] of Object.entries(this.#parts))
      part.setActive(name === tab && this.#body.parentElement !== null);
  }

  async #describe(signal: AbortSignal): Promise<void> {
    this.#description = await this.#context.host.request('describe', null, signal);
    this.#schedule();
  }

  #wait(): void {
    const { text } = this.#context;
    const sentence = element('p', {}, text.loading.now);
    this.#waiting.replaceChildren(element('div', { class: 'empty' }, progressRing(), sentence));
    setTimeout(() => {
      if (this.#description !== null || !sentence.isConnected) return;
      setText(sentence, text.loading.slow);
      sentence.after(
        element('p', { class: 'next' }, text.loading.slowNext),
        element(
          'div',
          { class: 'actions' },
          button(text.loading.again, () => this.#again()),
          this.#logButton(),
        ),
      );
      this.#context.announce(text.loading.slow);
    }, patienceMs);
  }

  #again(): void {
    this.#wait();
    this.#describing.restart();
  }

  #logButton(): HTMLElement {
    const { text, host } = this.#context;
    return button(text.actions['show-log'], () => {
      host.request('act', { action: 'show-log' }).catch((error: unknown) => this.#failed(error));
    });
  }

  #failed(error: unknown): void {
    const { text } = this.#context;
    const { message, next } = failureOf(error, text);
    if (this.#description !== null) return;
    this.#waiting.replaceChildren(
      notice({
        kind: 'error',
        title: text.failure.title,
        text: `${message} ${next}`,
        actions: [button(text.failure.again, () => this.#again()), this.#logButton()],
      }),
    );
  }
}
