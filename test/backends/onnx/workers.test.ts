import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { onnx } from '../../../server/backends/onnx/index.ts';
import type { RunDirectory } from '../../../server/runs/directory.ts';
import { readRows } from '../../../server/runs/records.ts';
import { readRun } from '../../../server/runs/state.ts';
import { follow, start } from '../../e2e/follow.ts';
import { queue } from '../../e2e/queue.ts';
import { recipes } from '../recipes.ts';

const queued = (name: string): Promise<RunDirectory> =>
  queue(recipes[name] ?? '', {
    change: (plan) => ({ ...plan, backend: { ...plan.backend, name: 'onnx', threads: 2 } }),
  });

/** All that a run says, but for times and memory. */
async function tables(run: RunDirectory): Promise<Record<string, unknown>> {
  return {
    train: await readRows(run, 'train'),
    diagnostics: await readRows(run, 'diagnostics'),
    evaluation: await readRows(run, 'evaluation'),
  };
}

async function trained(name: string): Promise<Record<string, unknown>> {
  const run = await queued(name);
  expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
  return tables(run);
}

const names = ['convolutions', 'everything'];

describe.runIf(onnx.usable().ok)('workers on onnx', () => {
  test('give the same bits at once as one after the other, with two threads each', async () => {
    const one = [await trained('convolutions'), await trained('everything')];
    expect(await Promise.all(names.map(trained))).toEqual(one);
  }, 120_000);

  test('that are killed in the middle of a step leave nothing behind, and the run is what it would have been', async () => {
    const expected = await trained('everything');
    const run = await queued('everything');
    for (const at of [5, 40]) {
      const worker = start(run);
      const ended = await follow(worker, (step) => {
        if (step >= at) worker.kill();
      });
      expect(ended.failure?.code).toBe('worker-died');
      expect((await readRun(run)).state).toBe('interrupted');
      expect(() => process.kill(worker.pid, 0), 'the process is gone').toThrow('ESRCH');
    }
    expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
    expect(await tables(run)).toEqual(expected);
    const files = await readdir(run.path, { recursive: true });
    expect(files.filter((file) => /(^|\/)\.|\.tmp$/.test(file))).toEqual([]);
  }, 120_000);
});
