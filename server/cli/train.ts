import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDirectory } from '../runs/directory.ts';
import { readReport } from '../runs/report-file.ts';
import { openPrivateFolder, runtimeFolder } from '../training/client/private-folder.ts';
import { takeSlot } from '../training/slots.ts';
import { startWorker, type WorkerOptions } from '../training/start.ts';
import { exitOf, type ExitName } from './exit-codes.ts';
import { formatFailure } from './failures.ts';
import { follow, type Ending } from './follow.ts';
import { formatReport } from './report-text.ts';
import type { Terminal } from './terminal.ts';
import { say } from '../text/say.ts';

/** Trains a run in a worker of its own, shows how far it is, and ends with the report or with why there is none. */
export async function trainHere(
  run: RunDirectory,
  terminal: Terminal,
  options: Pick<WorkerOptions, 'takeOver' | 'anyway'> = {},
): Promise<ExitName> {
  let giveBack = Promise.resolve(noSlot);
  const start = () => {
    const worker = startWorker(run.path, options);
    giveBack = slotFor(run, worker.pid);
    terminal.say(say`Run ${run.id}`);
    return worker;
  };
  const ending = await follow(start, run.path, terminal);
  await (
    await giveBack
  )();
  if (ending.state === 'finished') {
    const report = await readReport(run);
    const page = join(run.path, 'report.html');
    // With --json the last line was the worker's own; the figures are in report.json.
    if (!terminal.json && report !== null) {
      terminal.answer(
        report,
        () => `\n${formatReport(report, terminal.paint.out)}\n\n${say`The page: ${page}`}`,
      );
    }
  } else {
    terminal.say(lastWords(ending, run, terminal));
  }
  return exitAfter(ending);
}

const noSlot = (): Promise<void> => Promise.resolve();

/** Training servers count it among the runs of the machine. Where they can't be told, it trains all the same. */
async function slotFor(run: RunDirectory, pid: number): Promise<() => Promise<void>> {
  try {
    const folder = runtimeFolder();
    await openPrivateFolder(folder);
    return await takeSlot(folder, await realpath(run.path), pid);
  } catch {
    return noSlot;
  }
}

function lastWords(ending: Ending, run: RunDirectory, terminal: Terminal): string {
  if (ending.state === 'failed') return formatFailure(ending.failure, terminal.paint.error);
  const how =
    ending.state === 'killed'
      ? say`Ended at once; the work since the last checkpoint is lost.`
      : say`Stopped.`;
  return `${how} ${say`\`retort resume ${run.id}\` goes on.`}`;
}

function exitAfter(ending: Ending): ExitName {
  switch (ending.state) {
    case 'finished':
      return 'done';
    case 'stopped':
      return 'stopped';
    case 'killed':
      return 'killed';
    case 'failed':
      return ending.began && ending.failure.code !== 'internal-error'
        ? 'failed'
        : exitOf(ending.failure.code);
  }
}
