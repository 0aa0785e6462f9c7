import { realpath } from 'node:fs/promises';
import type { RunSummary } from '../../../protocol/training.ts';
import { listRuns } from '../../../runs/directory.ts';
import { listOf, object, path } from '../parameters.ts';
import { orDamaged } from '../damaged.ts';
import { summaryOf } from '../summary.ts';
import type { Request } from './context.ts';

export const list: Request<'list'> = {
  parameters: object({ workspaces: listOf(path, 1000) }, {}),
  async answer({ workspaces }, context) {
    const { watcher, signal } = context;
    const training = await watcher.training();
    const folders = await Promise.all(
      workspaces.map((workspace) => realpath(workspace).catch(() => workspace)),
    );
    const summaries: RunSummary[] = [];
    for (const workspace of new Set(folders)) {
      watcher.workspace(workspace);
      for (const run of await listRuns(workspace)) {
        signal.throwIfAborted();
        const summary = await orDamaged(run, () => summaryOf(run, training, context)).catch(() => null);
        // One that has just been deleted is none.
        if (summary !== null) summaries.push(summary);
      }
    }
    // Ids tell seconds only.
    return summaries.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  },
};
