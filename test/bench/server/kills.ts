import { setTimeout as pause } from 'node:timers/promises';
import { runAt } from '../../../server/runs/directory.ts';
import { readRows } from '../../../server/runs/records.ts';
import { readRun } from '../../../server/runs/state.ts';
import type { TrainingClient } from '../../../server/training/client/client.ts';
import { refuseLoss, tables } from '../../editor/written.ts';
import { kill, until, withServer, type BenchServer } from './bench-server.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Long enough that a run can be killed some times. */
const steps = 2000;

/**
 * Kills workers and servers at random moments, `kills 50` of each, resumes, and throws when a byte that was written is
 * lost or the run's history isn't that of the run that nobody killed.
 */
export const kills = ([word]: readonly string[]): Promise<readonly Row[]> =>
  withServer(steps, async (server) => {
    const wanted = Number(word ?? 50);
    const whole = await train(server, await server.client());
    const killed = { worker: 0, server: 0 };
    let runs = 0;
    while (killed.worker < wanted || killed.server < wanted) {
      const run = await killing(server, killed, wanted);
      await compare(whole, run);
      runs++;
    }
    return [
      { name: 'workers killed', value: killed.worker, unit: 'times' },
      { name: 'servers killed', value: killed.server, unit: 'times' },
      { name: 'runs that ended as the one that nobody killed', value: runs, unit: 'runs' },
    ];
  });

async function train({ workspace, recipe }: BenchServer, client: TrainingClient): Promise<string> {
  const { run } = await client.request('start', { recipe, workspace });
  await until(client, run, ({ state }) => state === 'finished');
  return run;
}

/** One run to its end, with kills on the way. */
async function killing(
  { workspace, recipe, client: connect }: BenchServer,
  killed: { worker: number; server: number },
  wanted: number,
): Promise<string> {
  let client = await connect();
  const { run } = await client.request('start', { recipe, workspace });
  for (;;) {
    await until(client, run, ({ state }) => state === 'running' || state === 'finished');
    await pause(Math.random() * 1500);
    const written = await tables(run);
    const { holder, state } = await readRun(runAt(run));
    if (state === 'finished') return run;
    const enough = killed.worker >= wanted && killed.server >= wanted;
    if (holder !== null && !enough) {
      if (killed.worker <= killed.server) {
        kill(holder.pid);
        killed.worker++;
        await until(client, run, (summary) => summary.state !== 'running');
      } else {
        const over = new Promise<void>((done) => void client.onClosed(done));
        kill(client.server.pid);
        killed.server++;
        await over;
        client = await connect();
        await settled(run);
      }
      await refuseLoss(written);
    }
    const after = await until(client, run, ({ state: now }) => now !== 'running' && now !== 'stopping');
    if (after.state === 'finished') return run;
    await client.request('resume', { run });
  }
}

/** Waits until nobody holds a run whose server was killed: its worker ends at its next step. */
async function settled(run: string): Promise<void> {
  while ((await readRun(runAt(run))).holder !== null) await pause(20);
}

async function compare(whole: string, run: string): Promise<void> {
  for (const table of ['train', 'evaluation', 'diagnostics'] as const) {
    const [expected, found] = [await readRows(runAt(whole), table), await readRows(runAt(run), table)];
    if (JSON.stringify(expected) !== JSON.stringify(found)) throw new Error(`${table} of ${run} differs.`);
  }
}
