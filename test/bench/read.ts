import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tables } from '../../server/distill/tables.ts';
import type { Plan } from '../../server/distill/plan.ts';
import { createRun } from '../../server/runs/directory.ts';
import { readColumns, readSeries } from '../../server/runs/reader.ts';
import { openAttempt } from '../../server/runs/writer.ts';
import { examplePlan } from '../runs/example-plan.ts';

export interface ReadRow {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs/row';
}

const series = 50;
const rows = 100_000;

/** How long it takes to write a table of 50 columns and 100,000 rows, and to read all of it for a chart. */
export async function read(): Promise<readonly ReadRow[]> {
  const workspace = await mkdtemp(join(tmpdir(), 'retort-bench-'));
  try {
    const plan = planOfColumns(series);
    const columns = tables(plan).train.map(({ name }) => name);
    const now = () => new Date();
    const run = await createRun({
      workspace,
      recipeText: '',
      plan,
      versions: {},
      now: now(),
      random: 'read',
    });
    const attempt = await openAttempt(run, { plan, now });
    const written = await timed(async () => {
      for (let step = 1; step <= rows; step++) {
        attempt.row(
          'train',
          columns.map((_, column) => (column === 0 ? step : Math.sin(step * column))),
        );
      }
      await attempt.flush();
    });
    await attempt.close('stopped');

    const wanted = columns.slice(1, series + 1);
    const atOnce = (points: number) => timed(() => readColumns(run, 'train', wanted, { points }));
    const asked = (points: number) =>
      timed(() => Promise.all(wanted.map((column) => readSeries(run, { table: 'train', column, points }))));
    const what = `${series} series of ${rows.toLocaleString('en')} points`;
    return [
      { name: `${what}, to 1,000, in one request`, value: await atOnce(1000), unit: 'ms' },
      { name: `${what}, to 1,000, in ${series} requests`, value: await asked(1000), unit: 'ms' },
      { name: `${what}, every point, in one request`, value: await atOnce(rows), unit: 'ms' },
      {
        name: `a row of ${columns.length} columns, written with its pyramid`,
        value: (1000 * written) / rows,
        unit: 'µs/row',
      },
    ];
  } finally {
    await rm(workspace, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The example's plan with so many terms that its train table has more than that many columns. */
function planOfColumns(count: number): Plan {
  const stages = examplePlan.stages.map((stage) => ({
    ...stage,
    baseline: null,
    updates: stage.updates.map((update) => ({
      ...update,
      terms: update.terms.flatMap((term) =>
        Array.from({ length: count / 8 }, (_, index) => ({ ...term, id: `${term.id}${index}` })),
      ),
    })),
  }));
  return { ...examplePlan, stages };
}
