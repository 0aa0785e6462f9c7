import { randomBytes } from 'node:crypto';
import { env, Uri, type Disposable, type LogOutputChannel, type WebviewPanel } from 'vscode';
import type { ToPanel } from '../../server/protocol/panel.ts';
import type { RunSummary } from '../../server/protocol/training.ts';
import type { Explanations } from '../explain/explain.ts';
import { text } from '../text/index.ts';
import { oneLine } from '../text/plain.ts';
import type { Training } from '../training/connection.ts';
import { isCancelled, logFailure } from '../training/errors.ts';
import { answersFor } from './answers.ts';
import { changesFor } from './changes.ts';
import { html } from './html.ts';
import { readMessage } from './message.ts';
import { Requests } from './requests.ts';

/** The page draws at most this often; a point is seen well within 300 ms of being written. */
const intervalMs = 50;

export interface PanelParts {
  readonly extension: Uri;
  readonly training: Training;
  readonly log: LogOutputChannel;
  readonly folder: () => Uri;
  readonly explained: Explanations;
}

/** Where the page's script and stylesheet and the extension's pictures lie; the page can load from nowhere else. */
export const roots = (extension: Uri): readonly Uri[] => [
  Uri.joinPath(extension, 'dist', 'webview'),
  Uri.joinPath(extension, 'media'),
];

/** One run on show. It costs nothing while it is hidden: its page is gone then, and told nothing. */
export class RunPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #run: string;
  readonly #parts: PanelParts;
  readonly #requests: Requests;
  readonly #changed: ReturnType<typeof changesFor>;
  readonly #listening: readonly Disposable[];

  constructor(panel: WebviewPanel, run: string, parts: PanelParts) {
    const { training, log } = parts;
    this.#panel = panel;
    this.#run = run;
    this.#parts = parts;
    const failed = (what: string, error: unknown) => {
      if (isCancelled(error)) return;
      log.warn(`${what} of ${run}`);
      logFailure(error, log);
    };
    this.#requests = new Requests(answersFor(run, parts), {
      post: (message) => this.#post(message),
      failed,
      tooMany: () => ({ code: 'too-many', message: text.panel.tooMany, next: text.panel.badRequestNext }),
      afterBug: () => text.errors.unexpectedNext,
    });
    this.#changed = changesFor(
      {
        visible: () => panel.visible,
        summary: () => this.#summary(),
        post: (message) => this.#post(message),
      },
      intervalMs,
      (error) => failed('summary', error),
    );
    this.#listening = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#hear(message)),
      panel.onDidChangeViewState(() => this.#shown()),
      training.onConnected((connected) => {
        this.#post({ type: 'connected', connected });
        if (connected) this.#changed();
      }),
      training.onChanged(({ runs }) => {
        if (runs.includes(run)) this.#changed();
      }),
    ];
    const icon = (theme: string) => Uri.joinPath(parts.extension, 'media', `retort-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.html = this.#html();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  #html(): string {
    const { webview, title } = this.#panel;
    const address = (file: string) =>
      webview.asWebviewUri(Uri.joinPath(this.#parts.extension, 'dist', 'webview', file)).toString();
    return html({
      script: address('run.js'),
      style: address('run.css'),
      source: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      language: env.language,
      title,
      state: { run: this.#run, language: env.language },
    });
  }

  #hear(given: unknown): void {
    const message = readMessage(given);
    if (message === null) this.#parts.log.warn(`${text.panel.refused} ${excerpt(given)}`);
    else this.#requests.hear(message);
  }

  #shown(): void {
    if (this.#panel.visible) this.#changed();
    else this.#requests.abandon();
  }

  async #summary(): Promise<RunSummary> {
    const summary = await this.#parts.training.request('summary', { run: this.#run });
    this.#panel.title = text.panel.title(oneLine(summary.name));
    return summary;
  }

  #post(message: ToPanel): void {
    if (this.#panel.visible) void this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#requests.abandon();
    for (const one of this.#listening) one.dispose();
  }
}

/** For the log: enough to know what it was, on one line. */
const excerpt = (value: unknown): string => {
  try {
    return oneLine(JSON.stringify(value));
  } catch {
    return oneLine(String(value));
  }
};
