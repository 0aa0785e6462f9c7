import { realpath } from 'node:fs/promises';
import { listOf, object, path, text, truth, whole } from '../parameters.ts';
import type { Request } from './context.ts';

export const start: Request<'start'> = {
  parameters: object(
    { recipe: path, workspace: path },
    {
      seeds: listOf(whole(0, 999_999_999), 1000),
      backend: text(100),
      threads: whole(1, 4096),
      preferredThreads: whole(1, 4096),
      anyway: truth,
    },
  ),
  async answer({ workspace, anyway = false, ...asked }, { scheduler, signal }) {
    const { plannedRun } = await import('../planned-run.ts');
    const folder = await realpath(workspace).catch(() => workspace);
    const { path: run } = await plannedRun(folder, { ...asked, anyway }, signal);
    // What was found to fit is looked at again when its turn comes: other runs may train by then.
    await scheduler.add(run, { takeOver: false, anyway });
    return { run };
  },
};
