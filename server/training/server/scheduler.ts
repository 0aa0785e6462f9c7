import { RetortError } from '../../protocol/failure.ts';
import type { Failure } from '../../protocol/problem.ts';
import type { WorkerNotice } from '../../protocol/worker.ts';
import type { ServerSettings } from '../../protocol/training.ts';
import { runAt } from '../../runs/directory.ts';
import { endUnstarted, newestAttempt } from '../../runs/unstarted.ts';
import { liveSlots, takeSlot } from '../slots.ts';
import { startWorker, type StartedWorker } from '../start.ts';
import { traced, type Log } from './log.ts';
import { Queue, type Waiting } from './queue.ts';
import { initialSettings, readSettings, writeSettings } from './settings-file.ts';
import { say } from '../../text/say.ts';

export interface SchedulerOptions {
  /** The run-time folder. */
  readonly folder: string;
  readonly log: Log;
  /** A run has more to read, or is in another state. */
  readonly changed: (run: string) => void;
  /** There is neither a run at work nor one that waits, or there is again. */
  readonly busyChanged: () => void;
  /** The bundled worker; beside the bundle that calls unless given. */
  readonly worker?: URL;
}

interface Active {
  readonly waiting: Waiting;
  readonly worker: StartedWorker;
  stopping: boolean;
}

/** How often slots are looked at that others hold, while runs wait for them. */
const lookMs = 500;

/** Starts runs in the order they came, as many at once as the machine has slots. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: Queue;
  #settings: ServerSettings = initialSettings;
  readonly #active = new Map<string, Active>();
  /** Why runs ended, as their workers said: on a full disk they could not write it. */
  readonly #failures = new Map<string, Failure>();
  #timer: NodeJS.Timeout | null = null;
  /** Changes of the queue and its file follow each other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#queue = new Queue(options.folder);
  }

  /** Takes over what the last server left. */
  async open(): Promise<void> {
    this.#settings = await readSettings(this.#options.folder);
    await this.#queue.open();
    const { length } = this.#queue.waiting;
    if (length > 0) this.#options.log(`found ${length} runs in the queue`);
    this.#advance();
  }

  get busy(): boolean {
    return this.#active.size > 0 || (this.#queue.waiting.length > 0 && !this.#queue.isRetired());
  }

  /** Takes settings, for the next server too. One that can't be kept holds here all the same. */
  async configure(settings: ServerSettings): Promise<void> {
    this.#settings = settings;
    this.#advance();
    const { folder, log } = this.#options;
    await this.#inTurn(() => writeSettings(folder, settings)).catch((error: unknown) => log(traced(error)));
  }

  /** Place in the queue, from 1, or null. */
  position(run: string): number | null {
    return this.#queue.position(run);
  }

  /** What a worker of this server does with the run; null when there is none. */
  work(run: string): 'starting' | 'training' | 'stopping' | null {
    if (this.#queue.isStarting(run)) return 'starting';
    const active = this.#active.get(run);
    if (active === undefined) return null;
    return active.stopping ? 'stopping' : 'training';
  }

  /** Why the last worker of this server that trained the run failed; null when it didn't, or is gone without a word. */
  failure(run: string): Failure | null {
    return this.#failures.get(run) ?? null;
  }

  /** Whether the run waits, or its worker is on its way. */
  expects(run: string): boolean {
    return this.#queue.position(run) !== null || this.#queue.isStarting(run);
  }

  /**
   * Puts a run that nobody trains at the end of the queue, durably. Its last worker may be gone before this server has
   * heard of it. Throws RetortError `disk-full`, `read-only`, `server-gone`.
   */
  async add(run: string, how: Pick<Waiting, 'takeOver' | 'anyway'>): Promise<void> {
    const waiting: Waiting = { run, ...how, attempt: await newestAttempt(runAt(run)) };
    await this.#inTurn(async () => {
      if (this.#queue.isRetired()) throw retiring(run);
      if (!this.expects(run)) await this.#queue.add(waiting);
    });
    this.#options.changed(run);
    this.#options.busyChanged();
    this.#advance();
  }

  /** Takes a run out of the queue, or asks its worker to stop. False when the run is neither here nor there. */
  async stop(run: string): Promise<boolean> {
    const left = await this.#inTurn(async () => {
      const waiting = this.#queue.waiting.find((other) => other.run === run);
      if (waiting === undefined) return false;
      this.#queue.remove(waiting);
      await this.#queue.save();
      await endUnstarted(runAt(run), { attempt: waiting.attempt, state: 'stopped', failure: null });
      return true;
    });
    if (left) {
      this.#others(run);
      this.#options.busyChanged();
      return true;
    }
    const active = this.#active.get(run);
    if (active === undefined) return false;
    active.stopping = true;
    active.worker.stop();
    this.#options.changed(run);
    return true;
  }

  /** Starts no more runs and leaves the queue to the next server. Resolves when the queue's file is at rest. */
  async retire(): Promise<void> {
    this.#queue.retire();
    await this.#inTurn(() => Promise.resolve());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #advance(): void {
    this.#inTurn(() => this.#startWhatCan()).catch((error: unknown) => this.#options.log(traced(error)));
  }

  async #startWhatCan(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#queue.isRetired() || this.#queue.waiting.length === 0) return;
    const own = new Set([...this.#active.values()].map(({ worker }) => worker.pid));
    const foreign = (await liveSlots(this.#options.folder)).filter(({ lock }) => !own.has(lock.pid));
    const trainedElsewhere = new Set(foreign.map(({ run }) => run));
    let dropped = false;
    for (const waiting of this.#queue.waiting) {
      if (this.#active.size + foreign.length >= this.#settings.slots) break;
      if (trainedElsewhere.has(waiting.run) || this.#active.has(waiting.run)) continue;
      // It waits until it starts: a server that has neither goes.
      const attempt = await newestAttempt(runAt(waiting.run)).catch(() => Infinity);
      if (this.#queue.isRetired()) return;
      if (attempt === waiting.attempt) this.#start(waiting);
      else {
        // It was begun by a server that is gone, or by hand, or was deleted.
        this.#queue.remove(waiting);
        dropped = true;
      }
      this.#others(waiting.run);
    }
    if (dropped) {
      await this.#queue.save();
      this.#options.busyChanged();
    }
    if (this.#queue.waiting.length > 0) this.#timer = setTimeout(() => this.#advance(), lookMs);
  }

  #start(waiting: Waiting): void {
    const { run, takeOver, anyway } = waiting;
    const { niceness } = this.#settings;
    const program = this.#options.worker;
    const worker = startWorker(run, { takeOver, anyway, niceness, ...(program && { program }) });
    const active: Active = { waiting, worker, stopping: false };
    this.#queue.start(waiting);
    this.#active.set(run, active);
    this.#failures.delete(run);
    this.#options.log(`process ${worker.pid} trains ${run}`);
    void this.#follow(active).catch((error: unknown) => this.#options.log(traced(error)));
  }

  async #follow(active: Active): Promise<void> {
    const { run } = active.waiting;
    const { folder, changed, log, busyChanged } = this.#options;
    const slot = takeSlot(folder, run, active.worker.pid).catch((error: unknown) => {
      log(traced(error));
      return () => Promise.resolve();
    });
    changed(run);
    try {
      for await (const notice of active.worker.notices) {
        if (notice.type === 'started') await this.#settle(run);
        if (notice.type === 'ended') await this.#ended(active, notice);
        changed(run);
      }
    } finally {
      await (await slot)().catch((error: unknown) => log(traced(error)));
      this.#active.delete(run);
      changed(run);
      busyChanged();
      this.#advance();
    }
  }

  async #ended(active: Active, { state, failure }: Extract<WorkerNotice, { type: 'ended' }>): Promise<void> {
    const { run, attempt } = active.waiting;
    this.#options.log(`${run} ${state}${failure === null ? '' : `: ${failure.code}: ${failure.message}`}`);
    if (failure !== null && failure.code !== 'worker-died') this.#failures.set(run, failure);
    if (!(await this.#settle(run))) return;
    // Nobody has written why: the run was not even taken. One that another process has is that one's to describe.
    if (state === 'failed' && failure?.code !== 'run-locked')
      await endUnstarted(runAt(run), { attempt, state, failure });
  }

  /** The worker has taken the run, or is gone without: true the first time that either is told. */
  async #settle(run: string): Promise<boolean> {
    const first = this.#queue.settle(run);
    const { log } = this.#options;
    // Where it can't be saved the worker trains all the same: a later server finds that the run has begun.
    if (first) await this.#inTurn(() => this.#queue.save()).catch((error: unknown) => log(traced(error)));
    return first;
  }

  /** A run left the queue: those behind it have moved up. */
  #others(run: string): void {
    this.#options.changed(run);
    for (const waiting of this.#queue.waiting) this.#options.changed(waiting.run);
  }
}

const retiring = (run: string): RetortError =>
  new RetortError({
    code: 'server-gone',
    message: say`The training server makes room for a newer one and takes no more runs.`,
    where: run,
    next: say`Resume the run: the newer server takes it.`,
  });
