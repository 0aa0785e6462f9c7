import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { tables } from '../../../server/distill/tables.ts';
import { runAt } from '../../../server/runs/directory.ts';
import { readPlan } from '../../../server/runs/state.ts';
import { openAttempt } from '../../../server/runs/writer.ts';
import { takeSlot } from '../../../server/training/slots.ts';
import { withServer } from './bench-server.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** What the server holds while a run of many steps (`server-memory 10000000`) is written and a client follows it. */
export const serverMemory = ([word]: readonly string[]): Promise<readonly Row[]> =>
  withServer(1000, async ({ workspace, recipe, folder, client: connect }) => {
    const steps = Number(word ?? 10_000_000);
    const client = await connect();
    // A run that leaves the queue at once, to be written by this process.
    await takeSlot(folder, workspace, process.pid);
    const { run } = await client.request('start', { recipe, workspace });
    await client.request('stop', { run });
    await takeSlot(folder, run, process.pid);
    const plan = await readPlan(runAt(run));
    const attempt = await openAttempt(runAt(run), { plan, now: () => new Date() });
    const [train, measured] = [tables(plan).train.length, tables(plan).measured.length];
    const columns = tables(plan)
      .train.slice(1)
      .map(({ name }) => name);
    let changes = 0;
    let reading: Promise<unknown> = Promise.resolve();
    let idle = true;
    client.onChanged(() => {
      changes++;
      if (!idle) return;
      idle = false;
      reading = Promise.all([
        client.request('describe', { run }),
        client.request('list', { workspaces: [workspace] }),
        client.request('read', { run, table: 'train', columns, points: 1000 }),
      ]).finally(() => (idle = true));
    });
    const held: number[] = [];
    const samples = 20;
    for (let step = 1; step <= steps; step++) {
      attempt.row(
        'train',
        Array.from({ length: train }, (_, column) => (column === 0 ? step : 1 / step)),
      );
      attempt.row(
        'measured',
        Array.from({ length: measured }, () => step),
      );
      if (step % 1000 === 0) {
        attempt.progress({ step, steps, activity: 'simulated' }, 1 / step);
        attempt.flushRows();
        await nextTurn();
      }
      if (step % Math.floor(steps / 200) === 0) await attempt.flush();
      if (step % Math.floor(steps / samples) === 0) {
        await reading;
        held.push(await residentBytes(client.server.pid));
      }
    }
    await attempt.close('stopped');
    const mebibytes = (bytes: number | undefined): number => (bytes ?? NaN) / 2 ** 20;
    return [
      { name: `changes told in ${steps.toLocaleString('en')} steps`, value: changes, unit: '' },
      { name: 'resident after a tenth of them', value: mebibytes(held[1]), unit: 'MiB' },
      { name: 'resident after half of them', value: mebibytes(held[samples / 2 - 1]), unit: 'MiB' },
      { name: 'resident after all of them', value: mebibytes(held.at(-1)), unit: 'MiB' },
      { name: 'most', value: mebibytes(Math.max(...held)), unit: 'MiB' },
    ];
  });

/** Memory of a process as Linux tells it; NaN elsewhere. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? NaN);
}
