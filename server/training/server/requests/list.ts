import { realpath } from 'node:fs/promises';
import { RetortError } from '../../../protocol/failure.ts';
import type { RunSummary } from '../../../protocol/training.ts';
import { isMissing } from '../../../runs/disk-failure.ts';
import { listRuns } from '../../../runs/directory.ts';
import { listOf, object, path } from '../parameters.ts';
import { summaryOf } from '../summary.ts';
import type { Request } from './context.ts';

export const list: Request<'list'> = {
  parameters: object({ workspaces: listOf(path, 1000) }, {}),
  async answer({ workspaces }, context) {
    const { watcher, signal, log } = context;
    const training = await watcher.training();
    const folders = await Promise.all(
      workspaces.map((workspace) => realpath(workspace).catch(() => workspace)),
    );
    const summaries: RunSummary[] = [];
    for (const workspace of new Set(folders)) {
      watcher.workspace(workspace);
      for (const run of await listRuns(workspace)) {
        signal.throwIfAborted();
        try {
          summaries.push(await summaryOf(run, training, context));
        } catch (error) {
          // One that can't be read, or has just been deleted, must not hide the others; `retort runs` says what is wrong.
          if (!(error instanceof RetortError) && !isMissing(error))
            log(`${run.path} is left out of the list: ${String(error)}`);
        }
      }
    }
    // Ids tell seconds only.
    return summaries.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  },
};
