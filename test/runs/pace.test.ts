import { expect, test } from 'vitest';
import { tables } from '../../server/distill/tables.ts';
import { readPace } from '../../server/runs/pace.ts';
import { examplePlan } from './example-plan.ts';
import { newRun, open } from './workspace.ts';

/** The pace of a run whose first step takes ten seconds, each other one as long as is said. */
async function paceOf(steps: number, stepMs: number) {
  const run = await newRun();
  const attempt = await open(run);
  for (let step = 1; step <= steps; step++) {
    const values: Readonly<Record<string, number>> = { step, elapsedMs: 10_000 + (step - 1) * stepMs };
    attempt.row(
      'measured',
      tables(examplePlan).measured.map(({ name }) => values[name] ?? NaN),
    );
  }
  await attempt.close('stopped');
  return readPace(run);
}

test('the pace of a run is told once it is more than chance, and not by its slow start', async () => {
  expect(await paceOf(0, 10)).toEqual({ elapsedMs: null, stepMs: null, step: null });
  expect(await paceOf(1, 10)).toEqual({ elapsedMs: 10_000, stepMs: null, step: 1 });
  expect(await paceOf(55, 10)).toMatchObject({ elapsedMs: 10_540, stepMs: null });
  expect((await paceOf(56, 10)).stepMs).toBeCloseTo(10, 9);
});

test('slow steps tell it sooner', async () => {
  expect((await paceOf(10, 1000)).stepMs).toBeNull();
  expect((await paceOf(11, 1000)).stepMs).toBeCloseTo(1000, 9);
});
