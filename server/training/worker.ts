import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { findBackend } from '../backends/index.ts';
import { withShapes } from '../backends/recording/measure.ts';
import type { Compile } from '../distill/backend.ts';
import type { Plan } from '../distill/plan.ts';
import type { Ports, Recorder } from '../distill/ports.ts';
import { latencies } from '../distill/latency.ts';
import { train } from '../distill/train.ts';
import { plainFailure, RetortError } from '../protocol/failure.ts';
import type { Failure } from '../protocol/problem.ts';
import type { RunEvent } from '../protocol/run.ts';
import type { WorkerNotice, WorkerRequest } from '../protocol/worker.ts';
import { nodeFiles } from '../recipe/files.ts';
import { imageCacheBytes } from '../recipe/memory/data.ts';
import { runAt, type RunDirectory } from '../runs/directory.ts';
import { makeReport } from '../runs/report.ts';
import { readPlan } from '../runs/state.ts';
import { stopFile } from '../runs/stop-request.ts';
import { openAttempt, type Attempt } from '../runs/writer.ts';
import { openData } from './data/port.ts';
import { refuseTooLarge } from './enough-memory.ts';
import { modelFiles, readJson, sha256 } from './model-files.ts';
import { targetStore } from './target-store.ts';
import { refuseChangedFiles } from './unchanged.ts';
import { languageOf } from '../text/language.ts';
import { say, speak } from '../text/say.ts';

/**
 * The process that trains one run: `worker.js RUN [--take-over] [--anyway]`. All it does is in the run's plan; it
 * tells its parent how far it is, and goes on without one until its next checkpoint.
 */

const targetBytes = 2 * 2 ** 30;
/** How often rows are handed to the system, and the parent hears that there are more to read. */
const flushMs = 50;
/** How often `run.json` is replaced and the stop file is looked for. */
const housekeepingMs = 500;
/** Steps whose median is the pace that is told: the few that an evaluation or a checkpoint follows don't count. */
const pacedSteps = 15;

let stopping = false;
const tell = (notice: WorkerNotice): void => {
  // Without somebody to take it, a parent that dies just now would be an error that ends this process.
  if (process.connected) process.send?.(notice, undefined, undefined, () => undefined);
};

const stop: WorkerRequest['type'] = 'stop';
process.on('message', (request: unknown) => {
  if (typeof request === 'object' && request !== null && 'type' in request && request.type === stop)
    stopping = true;
});
// Where Ctrl-C reaches the worker too, its parent decides what it means. Without a parent, stop in good order.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => (stopping = true));
process.on('SIGHUP', () => (stopping = true));
process.on('disconnect', () => (stopping = true));
// The parent may have gone while this program was loading.
if (process.send !== undefined && !process.connected) stopping = true;

async function main(): Promise<void> {
  await speak(languageOf(process.env));
  const [path, ...flags] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: worker.js RUN [--take-over] [--anyway]');
  const run = runAt(path);
  let attempt: Attempt | null = null;
  try {
    const plan = await readPlan(run);
    await refuseChangedFiles(plan);
    // A run may be resumed on a smaller machine than it was started on.
    if (!flags.includes('--anyway')) await refuseTooLarge(plan);
    const compile = await findBackend(plan.backend.name).start({
      threads: plan.backend.threads,
      warn: (text) => {
        attempt?.log(text);
        tell({ type: 'message', text });
      },
    });
    attempt = await openAttempt(run, {
      plan,
      now: () => new Date(),
      takeOver: flags.includes('--take-over'),
    });
    await rm(stopFile(run), { force: true });
    tell({ type: 'started', run: run.path, attempt: attempt.number });
    for (const warning of attempt.warnings) tell({ type: 'message', text: warning.message });
    const outcome = await trainRun(run, plan, { attempt, compile });
    await attempt.close(outcome);
    await rm(stopFile(run), { force: true });
    tell({ type: 'ended', state: outcome, failure: null });
  } catch (error) {
    const failure = asFailure(error, attempt);
    await attempt?.close('failed', failure).catch(() => undefined);
    tell({ type: 'ended', state: 'failed', failure });
    process.exitCode = 1;
  }
  if (process.connected) process.disconnect();
}

async function trainRun(
  run: RunDirectory,
  plan: Plan,
  { attempt, compile }: { readonly attempt: Attempt; readonly compile: Compile },
): Promise<'finished' | 'stopped'> {
  const data = openData(plan, {
    loader: new URL('./loader.js', import.meta.url),
    cacheBytes: imageCacheBytes,
    warn: ({ message }) => {
      attempt.log(message);
      tell({ type: 'message', text: message });
    },
  });
  const startedAt = performance.now();
  let flushedAt = 0;
  let keptHouseAt = 0;
  const recorder = announcing(attempt);
  const ports: Ports = {
    data,
    targets: targetStore(join(run.path, '..', '..', 'targets'), targetBytes),
    recorder,
    models: modelFiles(nodeFiles),
    compile,
    withShapes,
    clock: () => performance.now() - startedAt,
    memory: () => process.memoryUsage.rss(),
    sha256,
    stopRequested: () => stopping,
    json: (path) => readJson(nodeFiles, path),
    async breathe() {
      await nextTurn();
      const now = performance.now();
      if (now - flushedAt < flushMs) return;
      flushedAt = now;
      attempt.flushRows();
      recorder.announce();
      if (now - keptHouseAt < housekeepingMs) return;
      keptHouseAt = now;
      if ((await stat(stopFile(run)).catch(() => null)) !== null) stopping = true;
      await attempt.flush();
    },
  };
  try {
    const outcome = await train(plan, ports, attempt.resumed);
    if (outcome === 'finished') await makeReport(run, await latencies(plan, ports));
    return outcome;
  } finally {
    await data.close();
  }
}

/** The recorder of the run, which also tells the parent; of progress when it is asked to. */
function announcing(attempt: Attempt): Recorder & { readonly announce: () => void } {
  let last: Omit<Extract<WorkerNotice, { type: 'progress' }>, 'type' | 'stepMs'> | null = null;
  let untold = false;
  let steppedAt = performance.now();
  const recent: number[] = [];
  const announce = (): void => {
    if (untold && last !== null) tell({ type: 'progress', ...last, stepMs: median(recent) });
    untold = false;
  };
  return {
    row(table, values) {
      attempt.row(table, values);
      untold = true;
    },
    event(event) {
      attempt.event(event);
      const text = spoken(event);
      if (text === null) return;
      attempt.log(text);
      tell({ type: 'message', text });
    },
    disagreements: (found) => attempt.disagreements(found),
    progress(progress, loss) {
      attempt.progress(progress, loss);
      const now = performance.now();
      recent.push(now - steppedAt);
      if (recent.length > pacedSteps) recent.shift();
      steppedAt = now;
      last = { progress, loss };
      untold = true;
    },
    announce,
    checkpoint: (checkpoint) => attempt.checkpoint(checkpoint),
    model: (trained) => attempt.model(trained),
    async flush() {
      await attempt.flush();
      announce();
    },
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** An event as a line for people; null for those that only matter to readers. */
function spoken(event: RunEvent): string | null {
  switch (event.type) {
    case 'job-started':
      return say`seed ${event.seed}: ${event.stage}, ${event.variant}`;
    case 'stage-skipped':
      return say`${event.stage} is skipped: ${event.reason}`;
    case 'stopped-early':
      return say`stopped early: ${event.metric} did not improve in ${event.evaluations} evaluations`;
    case 'warning':
      return event.message;
    case 'selected':
    case 'job-finished':
      return null;
  }
}

/** What went wrong, for people. A bug leaves its stack in the log. */
function asFailure(error: unknown, attempt: Attempt | null): Failure {
  if (error instanceof RetortError) return plainFailure(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    attempt?.log(stack);
  } catch {
    // The disk may be what failed.
  }
  if (attempt === null) process.stderr.write(`${stack}\n`);
  return {
    code: 'internal-error',
    message: error instanceof Error ? error.message : String(error),
    where: attempt === null ? 'the training worker' : join(attempt.path, 'worker.log'),
    next: say`This is a bug in Retort: please report it with the log.`,
  };
}

await main();
