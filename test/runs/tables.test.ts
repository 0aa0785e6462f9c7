import fc from 'fast-check';
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tables } from '../../server/distill/tables.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { readColumns, readSeries } from '../../server/runs/reader.ts';
import { readRows } from '../../server/runs/records.ts';
import { examplePlan } from './example-plan.ts';
import { row } from './rows.ts';
import { newRun, open } from './workspace.ts';

const width = tables(examplePlan).train.length;

/** A run whose train table has a row a step; the column `loss` holds the values, the others nothing. */
async function runWith(
  values: readonly number[],
  steps = values.map((_, index) => index + 1),
): Promise<RunDirectory> {
  const run = await newRun();
  const attempt = await open(run);
  const loss = tables(examplePlan).train.findIndex(({ name }) => name === 'loss');
  for (const [index, value] of values.entries()) {
    attempt.row(
      'train',
      Array.from({ length: width }, (_, column) =>
        column === 0 ? (steps[index] ?? NaN) : column === loss ? value : NaN,
      ),
    );
  }
  await attempt.close('stopped');
  return run;
}

const loss = (run: RunDirectory, points: number, range: { from?: number; to?: number } = {}) =>
  readSeries(run, { table: 'train', column: 'loss', points, ...range });

test('a table is whole rows of little-endian float64 and nothing else', async () => {
  const run = await newRun();
  const attempt = await open(run);
  for (const step of [1, 2, 3]) attempt.row('train', row('train', step));
  await attempt.flush();
  const bytes = readFileSync(join(attempt.path, 'train.tbl'));
  expect(bytes.length).toBe(3 * width * 8);
  const read = Array.from({ length: 3 * width }, (_, index) => bytes.readDoubleLE(index * 8));
  expect(read).toEqual([1, 2, 3].flatMap((step) => row('train', step)));
});

test('tables.json names the columns of each table', async () => {
  const attempt = await open(await newRun());
  expect(JSON.parse(readFileSync(join(attempt.path, 'tables.json'), 'utf8'))).toEqual(tables(examplePlan));
});

test('few rows are read as they are', async () => {
  const run = await runWith([3, 1, NaN, 2]);
  const { x, min, max, last } = await loss(run, 100);
  expect([...x]).toEqual([1, 2, 3, 4]);
  for (const values of [min, max, last]) expect([...values]).toEqual([3, 1, NaN, 2]);
});

test('a row of the wrong length is a bug and is not taken', async () => {
  const attempt = await open(await newRun());
  expect(() => attempt.row('train', [1, 2])).toThrow(/has 17 columns/);
});

test('a step that goes back is a bug and is not taken', async () => {
  const attempt = await open(await newRun());
  attempt.row('train', row('train', 5));
  expect(() => attempt.row('train', row('train', 4))).toThrow(/a step of at least 5/);
});

test('a column that there is not is named with those that there are', async () => {
  const run = await runWith([1]);
  await expect(readSeries(run, { table: 'train', column: 'los', points: 1 })).rejects.toMatchObject({
    code: 'unknown-column',
    next: `It has ${tables(examplePlan)
      .train.map(({ name }) => name)
      .join(', ')}.`,
  });
});

test('many rows become as many points as are wanted, or up to twice as many', async () => {
  const run = await runWith(Array.from({ length: 10_000 }, (_, index) => index));
  for (const points of [1, 7, 100, 600, 5000]) {
    const { x } = await loss(run, points);
    expect(x.length).toBeGreaterThanOrEqual(points);
    expect(x.length).toBeLessThanOrEqual(2 * points + 1);
  }
});

test('minimum, maximum and last of each point are those of its rows, whatever the range and the level', async () => {
  const value = fc.oneof({ weight: 4, arbitrary: fc.double({ noNaN: true }) }, fc.constant(NaN));
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 1, maxLength: 700, size: 'max' }),
      fc.nat(700),
      fc.nat(700),
      fc.integer({ min: 1, max: 40 }),
      async (values, a, b, points) => {
        const run = await runWith(values);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const series = await loss(run, points, { from, to });
        expect([...series.x]).toEqual([...series.x].toSorted((first, second) => first - second));
        let first = Math.max(from, 1);
        for (const [index, end] of series.x.entries()) {
          const rows = values.slice(first - 1, end).filter((each) => !Number.isNaN(each));
          const least = rows.length === 0 ? NaN : Math.min(...rows);
          const most = rows.length === 0 ? NaN : Math.max(...rows);
          // A minimum over −0 and 0 may be either.
          expect((series.min[index] ?? 1) + 0).toBe(least + 0);
          expect((series.max[index] ?? 1) + 0).toBe(most + 0);
          expect(series.last[index]).toBe(rows.at(-1) ?? NaN);
          first = end + 1;
        }
        expect(first - 1).toBe(Math.max(Math.min(to, values.length), Math.max(from, 1) - 1));
      },
    ),
    { numRuns: 60 },
  );
});

test('the highest level gives the same as the rows', async () => {
  const values = Array.from({ length: 9000 }, (_, index) => Math.sin(index) * index);
  const run = await runWith(values);
  const series = await loss(run, 2, { from: 10 });
  expect(existsSync(join(run.path, 'attempts', '0001', 'train.4096.tbl'))).toBe(true);
  expect(Math.min(...series.min)).toBe(Math.min(...values.slice(9)));
  expect(Math.max(...series.max)).toBe(Math.max(...values.slice(9)));
  expect(series.last.at(-1)).toBe(values.at(-1));
});

test('a pyramid that is missing is made up for from the rows', async () => {
  const run = await runWith(Array.from({ length: 1000 }, (_, index) => index % 37));
  const before = await loss(run, 20);
  rmSync(join(run.path, 'attempts', '0001', 'train.16.tbl'));
  expect(await loss(run, 20)).toEqual(before);
});

test('steps that several rows share are in a range together', async () => {
  const run = await runWith([1, 2, 3, 4, 5], [1, 2, 2, 2, 3]);
  expect([...(await loss(run, 10, { from: 2, to: 2 })).last]).toEqual([2, 3, 4]);
});

test('a range beyond the rows is empty', async () => {
  const run = await runWith([1, 2, 3]);
  expect((await loss(run, 10, { from: 4 })).x).toHaveLength(0);
  expect((await loss(run, 10, { from: 3, to: 1 })).x).toHaveLength(0);
});

test('several columns are read in one pass over the same steps', async () => {
  const run = await newRun();
  const attempt = await open(run);
  for (let step = 1; step <= 50; step++) attempt.row('train', row('train', step));
  await attempt.flush();
  const { x, columns } = await readColumns(run, 'train', ['loss', 'rate'], { points: 100 });
  const names = tables(examplePlan).train.map(({ name }) => name);
  for (const name of ['loss', 'rate']) {
    expect([...(columns[name]?.last ?? [])]).toEqual(
      Array.from(x, (step) => row('train', step)[names.indexOf(name)] ?? NaN),
    );
  }
});

test('a reader follows a table while it is written, without its torn end', async () => {
  const run = await newRun();
  const attempt = await open(run);
  for (let step = 1; step <= 40; step++) {
    attempt.row('train', row('train', step));
    await attempt.flush();
    expect((await loss(run, 1000)).x).toHaveLength(step);
  }
  appendFileSync(join(attempt.path, 'train.tbl'), Buffer.alloc(width * 8 - 1, 7));
  const { x } = await loss(run, 1000);
  expect(x).toHaveLength(40);
});

test('a table whose file is missing has no rows', async () => {
  const run = await runWith([1, 2]);
  rmSync(join(run.path, 'attempts', '0001', 'train.tbl'));
  expect((await loss(run, 10)).x).toHaveLength(0);
  expect(await readRows(run, 'train')).toEqual([]);
});

test('an attempt without names for its columns says which file is missing', async () => {
  const run = await runWith([1]);
  writeFileSync(join(run.path, 'attempts', '0001', 'tables.json'), '{"train": [');
  await expect(loss(run, 10)).rejects.toMatchObject({ code: 'broken-run' });
});

test('a run that was never started has no columns and no rows', async () => {
  expect((await loss(await newRun(), 10)).x).toHaveLength(0);
});

test('short runs have no pyramids, long ones levels of a quarter of the table in all', async () => {
  const short = await runWith(Array.from({ length: 15 }, (_, index) => index));
  expect(existsSync(join(short.path, 'attempts', '0001', 'train.16.tbl'))).toBe(false);
  const long = await runWith(Array.from({ length: 8192 }, (_, index) => index));
  const bytes = (name: string): number => statSync(join(long.path, 'attempts', '0001', name)).size;
  const levels = [16, 256, 4096].map((size) => bytes(`train.${size}.tbl`));
  expect(levels).toEqual([512, 32, 2].map((buckets) => buckets * 3 * width * 8));
});
