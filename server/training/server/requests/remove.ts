import { access, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RetortError } from '../../../protocol/failure.ts';
import { listAttempts, readAttempt } from '../../../runs/attempts.ts';
import { writing } from '../../../runs/disk-failure.ts';
import type { RunDirectory } from '../../../runs/directory.ts';
import { lockState } from '../../../runs/lock.ts';
import { stateWord } from '../../../runs/state-words.ts';
import { readRun, type RunStatus } from '../../../runs/state.ts';
import { say } from '../../../text/say.ts';
import { badRequest, listOf, object, path } from '../parameters.ts';
import { placeOf, type Context, type Request } from './context.ts';

export const remove: Request<'remove'> = {
  parameters: object({ runs: listOf(path, 10_000) }, {}),
  async answer({ runs }, context) {
    const found = await Promise.all(runs.map(placeOf));
    // All of them or none: what is left of a selection would surprise.
    for (const run of found) await refuseAtWork(run, context);
    for (const run of found) {
      await writing(run.path, () => rm(run.path, { recursive: true, maxRetries: 3 }));
      context.changed(run.path);
    }
    return null;
  },
};

async function refuseAtWork(run: RunDirectory, { scheduler }: Context): Promise<void> {
  const folder = dirname(run.path);
  if (basename(folder) !== 'runs' || basename(dirname(folder)) !== '.retort')
    throw badRequest(say`${run.path} is not in a folder .retort/runs, where runs are.`);
  const { holder, state } = await readHold(run);
  const queued = scheduler.expects(run.path);
  if (!queued && holder === null) return;
  throw new RetortError({
    code: 'run-locked',
    message: say`Run ${run.id} is ${stateWord(queued && holder === null ? 'queued' : state)}.`,
    where: run.path,
    next: say`Stop it first, then remove it.`,
  });
}

/** What works on a run, if anything does. Throws RetortError `not-a-run`. */
const readHold = (run: RunDirectory): Promise<Pick<RunStatus, 'holder' | 'state'>> =>
  readRun(run).catch(async (error: unknown) => {
    await access(join(run.path, 'run.json')).catch(() => {
      throw error;
    });
    // Damaged: its newest attempt still tells who has it. Of one on another machine nobody here could ever tell.
    const newest = (await listAttempts(run)).at(-1) ?? 0;
    const lock = (await readAttempt(run, newest).catch(() => null))?.lock ?? null;
    const alive = lock !== null && (await lockState(lock)) === 'alive';
    return { holder: alive ? lock : null, state: 'running' };
  });
