import { EventEmitter, workspace, type Disposable, type Event, type LogOutputChannel } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { Changed, Method, Params, Result, ServerSettings } from '../../server/protocol/training.ts';
import type { TrainingClient } from '../../server/training/client/client.ts';
import { text } from '../text/index.ts';
import { configured, type Open } from './configured.ts';
import { logFailure } from './errors.ts';

/** The training server, as features see it. */
export interface Training {
  /**
   * Asks the server, and connects first where that has not been done. Rejects with RetortError: those of the server,
   * `workspace-not-trusted`, `cancelled`, `server-gone`, and those of finding Node.js and starting the server.
   */
  request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>>;
  readonly onChanged: Event<Changed>;
  /** Told at every change: connected, or away. */
  readonly onConnected: Event<boolean>;
  readonly connected: boolean;
}

const firstDelayMs = 250;
const longestDelayMs = 30_000;
/** A connection that held this long was a good one: the next loss is tried again at once. */
const steadyMs = 60_000;

/** Connects on the first request, and again when the connection is lost, ever more slowly where that fails. */
export class Connection implements Training, Disposable {
  readonly #open: Open;
  readonly #settings: () => ServerSettings;
  readonly #log: LogOutputChannel;
  readonly #changed = new EventEmitter<Changed>();
  readonly #connection = new EventEmitter<boolean>();
  readonly #end = new AbortController();
  #client: Promise<TrainingClient> | null = null;
  #connected = false;
  /** It was connected, and is to be again. */
  #away = false;
  #delayMs = firstDelayMs;
  #again: NodeJS.Timeout | undefined;

  constructor(open: Open, settings: () => ServerSettings, log: LogOutputChannel) {
    this.#open = open;
    this.#settings = settings;
    this.#log = log;
  }

  get connected(): boolean {
    return this.#connected;
  }
  get onChanged(): Event<Changed> {
    return this.#changed.event;
  }
  get onConnected(): Event<boolean> {
    return this.#connection.event;
  }

  async request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>> {
    const client = await this.#connect();
    return client.request(method, params, signal);
  }

  /** Connects to a server that is there already, and starts none. Whether it was. */
  async join(find: () => Promise<TrainingClient | null>): Promise<boolean> {
    if (!workspace.isTrusted || this.#isOpen()) return this.#isOpen();
    const client = await find();
    if (client === null) return false;
    // Somebody may have asked meanwhile; that connection stays.
    if (this.#isOpen()) client.close();
    else await this.#connect(() => Promise.resolve(client));
    return true;
  }

  #isOpen(): boolean {
    return this.#client !== null;
  }

  /** Tells the server the settings as they are now, where there is a connection. */
  async configure(): Promise<void> {
    if (this.#connected) await this.request('configure', this.#settings());
  }

  #connect(open = this.#open): Promise<TrainingClient> {
    if (!workspace.isTrusted) {
      const { notTrusted: message, notTrustedNext: next } = text.errors;
      return Promise.reject(new RetortError({ code: 'workspace-not-trusted', message, next }));
    }
    clearTimeout(this.#again);
    this.#client ??= this.#made(open).catch((error: unknown) => {
      this.#client = null;
      this.#failed();
      throw error;
    });
    return this.#client;
  }

  /** Whoever asked, and took the place of the attempt that was due: there is a next one. */
  #failed(): void {
    if (!this.#away || this.#end.signal.aborted) return;
    this.#delayMs = Math.min(longestDelayMs, 2 * this.#delayMs);
    this.#later();
  }

  async #made(open: Open): Promise<TrainingClient> {
    const client = await configured(open, this.#settings)(this.#end.signal);
    const since = Date.now();
    client.onChanged((changed) => this.#changed.fire(changed));
    client.onClosed(() => this.#lost(Date.now() - since));
    this.#log.info(`Training server ${client.server.version}, process ${client.server.pid}.`);
    this.#away = false;
    this.#tell(true);
    return client;
  }

  #lost(livedMs: number): void {
    this.#client = null;
    this.#tell(false);
    if (this.#end.signal.aborted) return;
    this.#away = true;
    this.#log.warn('The connection to the training server has ended.');
    this.#delayMs = livedMs > steadyMs ? firstDelayMs : Math.min(longestDelayMs, 2 * this.#delayMs);
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#connect().catch((error: unknown) => logFailure(error, this.#log));
    }, this.#delayMs);
  }

  #tell(connected: boolean): void {
    if (this.#connected === connected) return;
    this.#connected = connected;
    this.#connection.fire(connected);
  }

  dispose(): void {
    this.#end.abort();
    clearTimeout(this.#again);
    void this.#client?.then(
      (client) => client.close(),
      () => undefined,
    );
    this.#changed.dispose();
    this.#connection.dispose();
  }
}
