import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { runAt } from '../../../server/runs/directory.ts';
import { readPlan, readRun } from '../../../server/runs/state.ts';
import { endless, workspace } from '../../e2e/workspace.ts';
import { reaches, served, until } from './served.ts';

const linux = process.platform === 'linux';
const cores = availableParallelism();
const onnx = findBackend('onnx').usable();
if (!linux) console.warn('Only Linux tells of the threads of another process: these tests are skipped.');
else if (cores === 1 || !onnx.ok)
  console.warn('Threads of a run need ONNX Runtime and two processor cores: skipped.');

/** Niceness of every thread of a process, from `/proc/<pid>/task/<tid>/stat`: the 19th field, the second is a name in brackets. */
async function nicenessOfThreads(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const found = await Promise.all(
    threads.map(async (thread) => {
      const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => null);
      // A thread may end while one looks.
      if (stat === null) return [];
      return [Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19 - 3])];
    }),
  );
  return found.flat();
}

/** The threads of a worker that trains its student, with these settings. */
async function threadsOf(settings: { readonly niceness: number; readonly preferredThreads?: number }) {
  const { niceness, ...asked } = settings;
  const { folder } = await workspace(endless);
  const client = await (await served()).client();
  await client.request('configure', { slots: 1, niceness });
  const recipe = join(folder, 'small.distill.yaml');
  const { run } = await client.request('start', { recipe, workspace: folder, ...asked });
  await until(client, run, ({ progress }) => progress.step > 10);
  const { holder } = await readRun(runAt(run));
  const found = await nicenessOfThreads(holder?.pid ?? 0);
  await client.request('stop', { run });
  await until(client, run, reaches('stopped'));
  return { found, planned: (await readPlan(runAt(run))).backend.threads };
}

describe.skipIf(!linux)('the process that trains a run (on Linux)', () => {
  test.each([
    [0, getPriority()],
    [5, 5],
  ])('has every thread at the niceness %i that is set', async (niceness, expected) => {
    const { found } = await threadsOf({ niceness });
    expect(found.length).toBeGreaterThan(1);
    expect(new Set(found)).toEqual(new Set([expected]));
  });

  test.skipIf(cores === 1 || !onnx.ok)(
    'computes with as many threads as are set, or as its backend can use',
    async () => {
      const one = await threadsOf({ niceness: 0, preferredThreads: 1 });
      const all = await threadsOf({ niceness: 0, preferredThreads: cores + 1 });
      expect([one.planned, all.planned]).toEqual([1, cores]);
      // Each of ONNX Runtime's sessions has threads of its own, beside the one that calls it.
      expect(all.found.length).toBeGreaterThan(one.found.length);
    },
  );
});
