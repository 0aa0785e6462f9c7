import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { RetortError } from '../../../protocol/failure.ts';
import { writing } from '../../../runs/disk-failure.ts';
import type { RunDirectory } from '../../../runs/directory.ts';
import { readRun } from '../../../runs/state.ts';
import { badRequest, listOf, object, path } from '../parameters.ts';
import { runOf, type Context, type Request } from './context.ts';

export const remove: Request<'remove'> = {
  parameters: object({ runs: listOf(path, 10_000) }, {}),
  async answer({ runs }, context) {
    const found = await Promise.all(runs.map(runOf));
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
    throw badRequest(`${run.path} is not in a folder .retort/runs, where runs are.`);
  const { holder, state } = await readRun(run);
  const queued = scheduler.expects(run.path);
  if (!queued && holder === null) return;
  throw new RetortError({
    code: 'run-locked',
    message: `Run ${run.id} is ${queued && holder === null ? 'queued' : state}.`,
    where: run.path,
    next: 'Stop it first, then remove it.',
  });
}
