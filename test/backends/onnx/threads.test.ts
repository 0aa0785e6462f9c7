import * as tf from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { onnx } from '../../../server/backends/onnx/index.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { sizeOf } from '../../../server/distill/tensors.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;

const drawn = (site: string, shape: readonly number[]): tf.Tensor => {
  const values = uniforms({ seed: 1, stage: 0, step: 0, site }, sizeOf(shape));
  return tf.tensor(
    values.map((u) => 2 * u - 1),
    [...shape],
  );
};

/** Whole numbers below `limit`, most of them several times. */
const indices = (count: number, limit: number): tf.Tensor =>
  tf.tensor(
    Int32Array.from(uniforms({ seed: 2, stage: 0, step: 0, site: 'indices' }, count), (u) =>
      Math.floor(u * limit),
    ),
    [count],
  );

interface Racer {
  readonly name: string;
  readonly inputs: () => Tensors;
  readonly run: (x: tf.Tensor, by: tf.Tensor) => tf.Tensor;
}

const image = (x: tf.Tensor): tf.Tensor4D => tf.reshape(x, [8, 32, 32, 16]);
const gradient = (of: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor, dy: tf.Tensor) =>
  tf.grad((given) => tf.sum(tf.mul(of(given), tf.slice(dy, 0, of(given).size))))(x);

const flat = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [-1]);
const pixels = () => ({ x: drawn('x', [8 * 32 * 32 * 16]), by: drawn('dy', [8 * 32 * 32 * 16]) });
const rows = () => ({ x: drawn('rows', [2048, 64]), by: drawn('dy', [64]) });

/**
 * Operations in which several threads could write to the same place, or add up in whatever order they come.
 * ONNX Runtime 1.30 splits all of them at these sizes but the sum by segment (ScatterElements), that of everything and
 * that over columns, which have no second thread yet: ScatterND with a reduction has, and races (engine.md).
 */
const racers: readonly Racer[] = [
  {
    name: 'sum of rows by segment, as the gradient of an embedding',
    inputs: () => ({ x: drawn('x', [1024, 64]), by: indices(1024, 50) }),
    run: (x, by) => tf.unsortedSegmentSum(x, tf.reshape<tf.Rank.R1>(by, [-1]), 50),
  },
  {
    name: 'gradient of gather',
    inputs: () => ({ x: drawn('x', [200, 64]), by: indices(2048, 200) }),
    run: (x, by) => tf.grad((table) => tf.sum(tf.square(tf.gather(table, tf.reshape(by, [-1])))))(x),
  },
  {
    name: 'gradient of max-pool with windows that overlap',
    inputs: pixels,
    run: gradient((x) => flat(tf.maxPool(image(x), 3, 2, 'same'))),
  },
  {
    name: 'gradient of average-pool with windows that overlap',
    inputs: pixels,
    run: gradient((x) => flat(tf.avgPool(image(x), 3, 2, 'valid'))),
  },
  { name: 'sum of everything', inputs: pixels, run: (x) => tf.sum(x) },
  { name: 'sum over rows', inputs: rows, run: (x) => tf.sum(x, 0) },
  { name: 'sum over columns', inputs: rows, run: (x) => tf.sum(x, 1) },
  { name: 'mean over images, as batch-norm', inputs: pixels, run: (x) => tf.mean(image(x), [0, 1, 2]) },
  { name: 'largest place', inputs: rows, run: (x) => tf.argMax(x, 0) },
  {
    name: 'gradient of a convolution by its filter',
    inputs: () => ({ x: drawn('x', [3 * 3 * 16 * 16]), by: drawn('image', [4 * 32 * 32 * 16]) }),
    run: (x, by) =>
      tf.grad((filter) =>
        tf.sum(
          tf.square(
            tf.conv2d(
              tf.reshape<tf.Rank.R4>(by, [4, 32, 32, 16]),
              tf.reshape<tf.Rank.R4>(filter, [3, 3, 16, 16]),
              2,
              'same',
            ),
          ),
        ),
      )(x),
  },
];

const repetitions = 1000;

/** Numbers of this process's threads; none where the system doesn't tell. */
const threadIds = (): readonly string[] => (platform === 'linux' ? readdirSync('/proc/self/task') : []);

/** Processor time of threads in ticks of 10 ms (proc_pid_stat(5): utime and stime). */
const ticks = (ids: readonly string[]): number =>
  ids
    .map((id) => readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [])
    .reduce((sum, fields) => sum + Number(fields[11]) + Number(fields[12]), 0);

interface Repeated {
  readonly first: Float32Array;
  /** Of the threads that came with the session. */
  readonly ticks: number | null;
}

/** Runs a racer again and again; fails when one run gives other bits than the first. */
async function repeated({ name, inputs, run }: Racer, threads: number, times: number): Promise<Repeated> {
  const compile = await onnx.start({ threads });
  const given = inputs();
  const compiled = compile(({ x, by }: Tensors) => ({ y: run(x ?? tf.scalar(0), by ?? tf.scalar(0)) }), {
    name,
  });
  const once = async (): Promise<Buffer> => {
    const { y } = await compiled.run(given);
    const { buffer } = y.dataSync<'float32'>();
    y.dispose();
    return Buffer.from(buffer);
  };
  const before = threadIds();
  const first = await once();
  const own = threadIds().filter((id) => !before.includes(id));
  for (let at = 0; at < times; at++)
    if (!first.equals(await once()))
      expect.fail(`${name} with ${threads} threads: run ${at} differs from the first.`);
  const used = before.length === 0 ? null : ticks(own);
  compiled.dispose();
  tf.dispose(Object.values(given));
  return { first: new Float32Array(first.buffer), ticks: used };
}

/** Processor time of the second threads. */
const helped: number[] = [];

describe.runIf(onnx.usable().ok && availableParallelism() > 1)(
  'a thousand times with two threads, the bits of one',
  () => {
    test.each(racers.map((racer) => [racer.name, racer] as const))('%s', async (_, racer) => {
      const one = await repeated(racer, 1, 2);
      const two = await repeated(racer, 2, repetitions);
      expect(two.first).toEqual(one.first);
      if (two.ticks !== null) helped.push(two.ticks);
    });

    test('the second thread took part in it', () => {
      // 100 ms in all; on an idle machine it is seconds. Only Linux tells.
      const most = helped.reduce((sum, each) => sum + each, 0);
      expect(most).toBeGreaterThanOrEqual(helped.length > 0 ? 10 : 0);
    });
  },
);
