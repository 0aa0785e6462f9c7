import { availableParallelism } from 'node:os';
import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnxCompile } from '../../../server/backends/onnx/compile.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';
import { probeBlock } from '../../../server/backends/onnx/probe.ts';
import { encoder, racers, residualNetwork, type Racer } from './racers.ts';
import { farthest, repeat } from './repeat.ts';

const repetitions = 1000;

/** Numbers of this process's threads; none where the system doesn't tell. */
const threadIds = (): readonly string[] => (platform === 'linux' ? readdirSync('/proc/self/task') : []);

/** Processor time of threads in ticks of 10 ms (proc_pid_stat(5): utime and stime). */
const ticks = (ids: readonly string[]): number =>
  ids
    .map((id) => readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [])
    .reduce((sum, fields) => sum + Number(fields[11]) + Number(fields[12]), 0);

/** Processor time of the second threads. */
const helped: number[] = [];

/**
 * What a racer gives with one thread, and a thousand times with two: always the same, and but for `rounding` (beside the
 * largest number) that of one. Filter gradients in blocks are summed in as many groups as there are threads to do it.
 */
async function race(racer: Racer, block: number | null, rounding = 0): Promise<Buffer> {
  const on = (threads: number) => onnxCompile({ threads, block, warn: (text) => expect.fail(text) });
  const one = await repeat(on(1), racer, { times: 2 });
  const before = threadIds();
  let own: readonly string[] = [];
  const two = await repeat(on(2), racer, {
    times: repetitions,
    begun: () => (own = threadIds().filter((id) => !before.includes(id))),
    ended: () => helped.push(...(before.length === 0 ? [] : [ticks(own)])),
  });
  expect([...one.differing, ...two.differing], 'runs that differ from the first').toEqual([]);
  expect(farthest(two.first, one.first), 'two threads beside one').toBeLessThanOrEqual(rounding);
  return two.first;
}

describe.runIf(onnx.usable().ok && availableParallelism() > 1)(
  'a thousand times with two threads, the bits of one',
  () => {
    let block: number | null = null;
    beforeAll(async () => {
      await onnx.start({ threads: 1 });
      block = await probeBlock();
    });

    test.each(racers.map((racer) => [racer.name, racer] as const))('%s', async (_, racer) => {
      await race(racer, block);
    });

    test('the gradients of a residual network in blocks', async () => {
      const network = residualNetwork({ batch: 16, side: 12, width: 1 });
      const plain = await repeat(onnxCompile({ threads: 1, block: null, warn: () => undefined }), network, {
        times: 0,
      });
      const blocked = await race(network, block, 1e-6);
      // Other roundings: it is not the same that ran.
      if (block !== null) expect(blocked.equals(plain.first)).toBe(false);
    });

    test('the gradients of an encoder', async () => {
      await race(encoder({ batch: 8, length: 16, width: 32 }), block);
    });

    test('the second thread took part in it', () => {
      // 100 ms in all; on an idle machine it is seconds. Only Linux tells.
      const most = helped.reduce((sum, each) => sum + each, 0);
      expect(most).toBeGreaterThanOrEqual(helped.length > 0 ? 10 : 0);
    });
  },
);
