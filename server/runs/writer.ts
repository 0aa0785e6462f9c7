import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../distill/plan.ts';
import type { Recorder } from '../distill/ports.ts';
import { tables } from '../distill/tables.ts';
import { plainFailure, RetortError } from '../protocol/failure.ts';
import type { Failure } from '../protocol/problem.ts';
import type { RowCounts, RunFile, TableName } from '../protocol/run.ts';
import { attemptFolder, claimAttempt, listAttempts, refuseIfLocked, settleAttempts } from './attempts.ts';
import {
  newestCheckpoint,
  pruneCheckpoints,
  saveCheckpoint,
  type SavedCheckpoint,
  settleCheckpoints,
} from './checkpoints.ts';
import type { RunDirectory } from './directory.ts';
import { disagreementsFile, written } from './disagreements.ts';
import { diskFailure } from './disk-failure.ts';
import { LineWriter } from './line-writer.ts';
import { saveModel } from './models.ts';
import { eventsFile } from './records.ts';
import { readRunFile, replaceRunFile } from './run-file.ts';
import { TableWriter } from './table-writer.ts';
import { say } from '../text/say.ts';

/** A run that this process holds and records. */
export interface Attempt extends Recorder {
  readonly number: number;
  /** Its folder, `attempts/NNNN`. */
  readonly path: string;
  /** Checkpoint to go on from; null to start from the beginning. */
  readonly resumed: SavedCheckpoint | null;
  /** Newer checkpoints that were damaged and passed over. */
  readonly warnings: readonly RetortError[];
  /** Hands rows and events to the system, so that readers see them. Microseconds; `flush` also replaces `run.json`. */
  flushRows(): void;
  /** A line of `worker.log`, written at once. */
  log(text: string): void;
  /** Says in `run.json` that a stop was asked for. */
  stopping(): Promise<void>;
  /** Flushes, writes the last `run.json` and lets go of the run. Afterwards nothing may be recorded. */
  close(state: 'stopped' | 'finished' | 'failed', failure?: Failure): Promise<void>;
}

export interface AttemptOptions {
  readonly plan: Plan;
  /** The time of day, for `run.json` and the log. */
  readonly now: () => Date;
  readonly versions?: Readonly<Record<string, string>>;
  /** Take a run whose lock is of another machine. */
  readonly takeOver?: boolean;
}

/**
 * Takes the run for this process, as a new attempt that goes on from the newest good checkpoint.
 * Throws RetortError `run-locked` when another process has it, `run-finished`, `disk-full`, `read-only`.
 */
export async function openAttempt(run: RunDirectory, options: AttemptOptions): Promise<Attempt> {
  const columns = tables(options.plan);
  for (;;) {
    // In this order: whoever claims an attempt after our list makes our claim of the same number fail.
    const number = ((await listAttempts(run)).at(-1) ?? 0) + 1;
    const file = await readRunFile(run);
    if (file.state === 'finished') throw finished(run);
    await refuseIfLocked(run, file, options.takeOver ?? false);
    const { checkpoint, warnings } = await newestCheckpoint(run);
    const from =
      checkpoint === null
        ? null
        : { attempt: checkpoint.attempt, step: checkpoint.step, rows: checkpoint.rows };
    const claimed = await claimAttempt(run, number, from, columns);
    if (claimed === null) continue;
    await settleCheckpoints(run);
    await settleAttempts(run);
    const attempt = new AttemptWriter(
      run,
      { ...options, number, checkpoint, warnings, columns },
      {
        ...file,
        state: 'running',
        attempt: number,
        lock: claimed.lock,
        versions: options.versions ?? file.versions,
        progress: { ...file.progress, step: checkpoint?.step ?? 0 },
        failure: null,
      },
    );
    await attempt.begin();
    return attempt;
  }
}

interface Opened extends AttemptOptions {
  readonly number: number;
  readonly checkpoint: SavedCheckpoint | null;
  readonly warnings: readonly RetortError[];
  readonly columns: ReturnType<typeof tables>;
}

class AttemptWriter implements Attempt {
  readonly number: number;
  readonly path: string;
  readonly resumed: SavedCheckpoint | null;
  readonly warnings: readonly RetortError[];
  readonly #run: RunDirectory;
  readonly #options: Opened;
  readonly #tables: Readonly<Record<TableName, TableWriter>>;
  readonly #events: LineWriter;
  readonly #disagreements: LineWriter;
  #file: RunFile;
  #fileChanged = true;
  /** Replacements of `run.json` follow each other. */
  #replaced: Promise<void> = Promise.resolve();

  constructor(run: RunDirectory, options: Opened, file: RunFile) {
    this.#run = run;
    this.#options = options;
    this.#file = file;
    this.number = options.number;
    this.path = attemptFolder(run, options.number);
    this.resumed = options.checkpoint;
    this.warnings = options.warnings;
    const table = (name: TableName): TableWriter =>
      new TableWriter(this.path, name, options.columns[name].length);
    this.#tables = {
      train: table('train'),
      diagnostics: table('diagnostics'),
      evaluation: table('evaluation'),
      measured: table('measured'),
    };
    this.#events = new LineWriter(this.path, eventsFile);
    this.#disagreements = new LineWriter(this.path, disagreementsFile);
  }

  async begin(): Promise<void> {
    this.log(
      this.resumed === null
        ? `attempt ${this.number} starts from the beginning`
        : `attempt ${this.number} goes on from step ${this.resumed.step} of attempt ${this.resumed.attempt}`,
    );
    for (const warning of this.warnings) this.log(`${warning.code}: ${warning.message}`);
    await this.#replaceFile();
  }

  row(table: TableName, values: readonly number[]): void {
    this.#tables[table].append(values);
  }

  event(event: Parameters<Recorder['event']>[0]): void {
    this.#events.append(event);
  }

  disagreements(found: Parameters<Recorder['disagreements']>[0]): void {
    this.#disagreements.append(written(found));
  }

  progress(progress: RunFile['progress']): void {
    this.#change({ progress });
  }

  log(text: string): void {
    const path = join(this.path, 'worker.log');
    try {
      appendFileSync(path, `${this.#options.now().toISOString()} ${text.trimEnd()}\n`);
    } catch (error) {
      throw diskFailure(error, path);
    }
  }

  async stopping(): Promise<void> {
    this.#change({ state: 'stopping' });
    await this.#replaceFile();
  }

  async flush(): Promise<void> {
    this.flushRows();
    await this.#replaceFile();
  }

  async checkpoint(checkpoint: Parameters<Recorder['checkpoint']>[0]): Promise<void> {
    // The history that leads to a checkpoint is on the disk before the checkpoint is.
    this.flushRows();
    for (const file of this.#files()) file.sync();
    await saveCheckpoint(this.#run, { ...checkpoint, attempt: this.number, rows: this.#rows() });
    await pruneCheckpoints(this.#run, this.#options.plan.checkpoints);
  }

  async model(trained: Parameters<Recorder['model']>[0]): Promise<void> {
    await saveModel(this.#run, trained);
  }

  async close(state: 'stopped' | 'finished' | 'failed', failure?: Failure): Promise<void> {
    try {
      this.flushRows();
    } finally {
      for (const file of this.#files()) file.close();
      this.#change({ state, failure: failure === undefined ? null : plainFailure(failure), lock: null });
      await this.#replaceFile();
    }
  }

  flushRows(): void {
    for (const file of this.#files()) file.flush();
  }

  /** Everything that is appended to. */
  #files(): readonly (TableWriter | LineWriter)[] {
    return [...Object.values(this.#tables), this.#events, this.#disagreements];
  }

  #rows(): RowCounts {
    const { train, diagnostics, evaluation, measured } = this.#tables;
    return {
      train: train.rows,
      diagnostics: diagnostics.rows,
      evaluation: evaluation.rows,
      measured: measured.rows,
      events: this.#events.count,
      disagreements: this.#disagreements.count,
    };
  }

  #change(change: Partial<RunFile>): void {
    this.#file = { ...this.#file, ...change };
    this.#fileChanged = true;
  }

  #replaceFile(): Promise<void> {
    const replace = async (): Promise<void> => {
      if (!this.#fileChanged) return;
      this.#file = { ...this.#file, updatedAt: this.#options.now().toISOString() };
      this.#fileChanged = false;
      try {
        await replaceRunFile(this.#run, this.#file);
      } catch (error) {
        this.#fileChanged = true;
        throw error;
      }
    };
    this.#replaced = this.#replaced.then(replace, replace);
    return this.#replaced;
  }
}

const finished = (run: RunDirectory): RetortError =>
  new RetortError({
    code: 'run-finished',
    message: say`Run ${run.id} has finished.`,
    where: run.path,
    next: say`Start a new run of the recipe with \`retort run\`.`,
  });
