import { describe, expect, test } from 'vitest';
import { backends } from '../../server/backends/index.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { readRows } from '../../server/runs/records.ts';
import type { TableName } from '../../server/protocol/run.ts';
import { follow, start } from '../e2e/follow.ts';
import { queue } from '../e2e/queue.ts';
import { recipes } from './recipes.ts';
import { tolerancesOf } from './tolerances.ts';

type Row = Readonly<Record<string, number>>;

/** A recipe, trained to its end by the real worker on a backend. */
async function trained(recipe: string, backend: string): Promise<RunDirectory> {
  const run = await queue(recipe, {
    change: (plan) => ({ ...plan, backend: { ...plan.backend, name: backend, threads: 1 } }),
  });
  expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
  return run;
}

const expected = new Map<string, Promise<RunDirectory>>();

/** The run on cpu, once for all backends. */
function onCpu(name: string, recipe: string): Promise<RunDirectory> {
  const run = expected.get(name) ?? trained(recipe, 'cpu');
  expected.set(name, run);
  return run;
}

/** Steps from the seed's own weights that are called the first. */
const firstSteps = 10;

/** Columns that say where a row belongs. */
const places = ['step', 'seed', 'stage', 'variant', 'jobStep', 'moment', 'model', 'data', 'epoch', 'rate'];

const others = backends.filter(({ name, usable }) => name !== 'cpu' && usable().ok);

describe.each(others)('a whole run on $name', (backend) => {
  const { firstLosses, laterLosses } = tolerancesOf(backend.name);

  /** How far a number may be off, of the larger of itself and `least`. */
  function allowed(table: TableName, row: Row, column: string): { tolerance: number; least: number } {
    if (places.includes(column)) return { tolerance: 0, least: 1 };
    // One sample on the border may fall on the other side.
    if (column === 'accuracy' || column === 'agreement') return { tolerance: 0.02, least: 1 };
    const first = table === 'train' && row.stage === 0 && (row.jobStep ?? Infinity) <= firstSteps;
    return first ? { tolerance: firstLosses, least: 1e-3 } : { tolerance: laterLosses, least: 1e-1 };
  }

  test.each(Object.entries(recipes))(
    'has the tables of cpu: %s',
    async (name, recipe) => {
      const [theirs, ours] = [await onCpu(name, recipe), await trained(recipe, backend.name)];
      for (const table of ['train', 'diagnostics', 'evaluation'] as const) {
        const [right, found] = [await readRows(theirs, table), await readRows(ours, table)];
        expect(found.length, `rows of ${table}`).toBe(right.length);
        expect(found.length).toBeGreaterThan(3);
        found.forEach((row, index) => {
          for (const [column, value] of Object.entries(row)) {
            const target = right[index]?.[column] ?? NaN;
            if (Object.is(value, target)) continue;
            const { tolerance, least } = allowed(table, row, column);
            expect(
              Math.abs(value - target),
              `${table}, row ${index}, ${column}: ${value}, cpu ${target}`,
            ).toBeLessThanOrEqual(tolerance * Math.max(least, Math.abs(target)));
          }
        });
      }
    },
    180_000,
  );
});
