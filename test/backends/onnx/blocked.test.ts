import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchNorm } from '../../../server/distill/operations/batch-norm.ts';
import { operations } from '../../../server/distill/operations/index.ts';
import { run } from '../../../server/distill/operations/operation.ts';
import { findBackend } from '../../../server/backends/index.ts';
import { findHostKernel } from '../../../server/backends/onnx/hosts.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';
import { findLowering } from '../../../server/backends/onnx/lower/index.ts';
import { probeBlock } from '../../../server/backends/onnx/probe.ts';
import { makeProgram } from '../../../server/backends/onnx/program.ts';
import { expand } from '../../../server/backends/recording/expand.ts';
import { record } from '../../../server/backends/recording/record.ts';

type Pair = readonly [number, number];

interface Convolution {
  /** [batch, height, width, channels] */
  readonly image: readonly [number, number, number, number];
  readonly size: Pair;
  readonly filters: number;
  readonly stride: number;
  readonly pad: 'same' | 'valid' | readonly [Pair, Pair, Pair, Pair];
}

/** Margins of one place all round, as PyTorch's. */
const one: Convolution['pad'] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

const convolution = (
  image: Convolution['image'],
  size: Pair,
  filters: number,
  { stride = 1, pad = 'same' }: Partial<Pick<Convolution, 'stride' | 'pad'>> = {},
): Convolution => ({ image, size, filters, stride, pad });

const convolutions: readonly Convolution[] = [
  convolution([16, 8, 8, 16], [3, 3], 16),
  convolution([16, 8, 8, 16], [3, 3], 32, { pad: one }),
  convolution([16, 8, 8, 32], [3, 3], 16, { stride: 2, pad: one }),
  convolution([16, 7, 9, 16], [3, 3], 32, { stride: 2 }),
  convolution([16, 6, 6, 16], [1, 1], 32),
  convolution([16, 8, 8, 32], [1, 1], 16, { stride: 2, pad: 'valid' }),
  convolution([16, 7, 7, 16], [1, 1], 16, { stride: 3, pad: 'valid' }),
  convolution([16, 9, 8, 16], [5, 5], 16, { pad: 'valid' }),
  convolution([16, 9, 8, 16], [5, 5], 16, { stride: 2, pad: 'valid' }),
  convolution([16, 10, 10, 16], [3, 3], 16, { stride: 3 }),
  convolution([16, 6, 7, 16], [2, 2], 16, { stride: 2 }),
  convolution([16, 6, 7, 16], [2, 3], 16),
  convolution([16, 8, 8, 16], [3, 3], 16, {
    pad: [
      [0, 0],
      [2, 0],
      [1, 2],
      [0, 0],
    ],
  }),
  // Slabs: more than 256 output places.
  convolution([16, 20, 20, 16], [3, 3], 16),
  convolution([16, 34, 34, 16], [3, 3], 16, { stride: 2, pad: 'valid' }),
  convolution([3, 20, 20, 16], [3, 3], 16),
  // Batches and channels that make no whole blocks.
  convolution([5, 6, 6, 16], [3, 3], 16),
  convolution([5, 7, 6, 24], [3, 3], 40, { stride: 2 }),
  convolution([16, 6, 6, 30], [3, 3], 31),
  // First layers.
  convolution([16, 8, 8, 3], [3, 3], 16, { pad: one }),
  convolution([5, 9, 7, 3], [5, 5], 24, { stride: 2 }),
  convolution([4, 6, 6, 1], [3, 3], 16),
  // Left to the plain operators: too much would be filled up.
  convolution([4, 6, 6, 17], [3, 3], 17),
  convolution([4, 6, 6, 3], [3, 3], 4),
];

const nameOf = ({ image, size, filters, stride, pad }: Convolution): string =>
  `[${image.join(', ')}] by ${size.join(' × ')} to ${filters}, stride ${stride}, ${typeof pad === 'string' ? pad : JSON.stringify(pad.slice(1, 3))}`;

const drawn = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomUniform([...shape], -1, 1, 'float32', seed);

type Numbers = Readonly<Record<string, tf.Tensor>>;

/** Runs on ONNX Runtime with a block size; numbers by output. */
async function computed(
  subject: (inputs: Numbers) => Numbers,
  inputs: Numbers,
  { block, threads = 1 }: { readonly block: number | null; readonly threads?: number },
): Promise<Readonly<Record<string, readonly number[]>>> {
  const lowered = (kernel: string): boolean =>
    findLowering(kernel) !== undefined || findHostKernel(kernel) !== undefined;
  const graph = expand(record(subject, inputs).graph, operations, lowered);
  const program = await makeProgram(graph, { threads, block, donated: new Set() });
  try {
    expect(program.missing).toEqual([]);
    const given = graph.inputs.map(
      ({ name, value }) => [value, inputs[name]?.dataSync<'float32'>() ?? new Float32Array()] as const,
    );
    const memory = await program.run(new Map(given));
    return Object.fromEntries(
      graph.outputs.map(({ name, value }) => [name, Array.from(memory.get(value) ?? [])]),
    );
  } finally {
    await program.dispose();
  }
}

/** Expects the same as cpu: `tolerance` times the largest number. */
async function expectAsOnCpu(
  subject: (inputs: Numbers) => Numbers,
  inputs: Numbers,
  options: { readonly block: number | null; readonly threads?: number; readonly tolerance?: number },
): Promise<void> {
  const expected = subject(inputs);
  const actual = await computed(subject, inputs, options);
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, tensor] of Object.entries(expected)) {
    const values = Array.from(tensor.dataSync<'float32'>());
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const difference = values.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (actual[name]?.[index] ?? Number.NaN))),
      0,
    );
    expect(actual[name]).toHaveLength(values.length);
    expect(difference / scale, name).toBeLessThan(options.tolerance ?? 1e-5);
  }
}

/** A function's result and the gradients of a sum of it, weighted so that places and channels differ. */
const withGradients =
  (subject: (...inputs: tf.Tensor[]) => tf.Tensor) =>
  (inputs: Numbers): Numbers => {
    const { dy, ...others } = inputs;
    const result = subject(...Object.values(others));
    const gradients = tf.grads(subject)(Object.values(others), dy);
    return {
      result,
      ...Object.fromEntries(gradients.map((gradient, index) => [`gradient ${index}`, gradient])),
    };
  };

const convolve =
  ({ stride, pad }: Convolution) =>
  (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad as 'same');

const norm = (x: tf.Tensor, scale: tf.Tensor): tf.Tensor =>
  run(batchNorm, { x, scale, offset: tf.mul(scale, 0.3) }, { epsilon: 1e-5 })[0];

const same3 = convolution([5, 6, 8, 16], [3, 3], 32);
const toOutputs = convolve(same3);
const toHalf = convolve({ ...same3, stride: 2, pad: one });
/** The middle of a filter, as a shortcut has. */
const centre = (filter: tf.Tensor): tf.Tensor => tf.slice(filter, [1, 1, 0, 0], [1, 1, -1, -1]);
const shortcut = convolve({ ...same3, stride: 2, pad: 'valid' });

/** What networks do to convolutions. */
const chains: Readonly<Record<string, (x: tf.Tensor, filter: tf.Tensor, scale: tf.Tensor) => tf.Tensor>> = {
  'a bias and ReLU': (x, filter, scale) => tf.relu(tf.add(toOutputs(x, filter), scale)),
  'batch norm': (x, filter, scale) => norm(toOutputs(x, filter), scale),
  'batch norm and ReLU': (x, filter, scale) => tf.relu(norm(toOutputs(x, filter), scale)),
  'a factor and a bias a channel, as in evaluation': (x, filter, scale) =>
    tf.add(tf.mul(toOutputs(x, filter), scale), tf.mul(scale, 2)),
  'a residual block that halves the image': (x, filter, scale) =>
    tf.relu(tf.add(norm(toHalf(x, filter), scale), norm(shortcut(x, centre(filter)), scale))),
  'a residual block that reads its input twice': (x, filter, scale) => {
    const first = tf.relu(norm(toOutputs(x, filter), scale));
    const second = convolve(same3)(first, tf.concat([filter, filter], 2));
    return tf.relu(tf.add(norm(second, scale), first));
  },
  'global average pooling': (x, filter) => tf.mean(tf.relu(toOutputs(x, filter)), [1, 2]),
  'a sum over places': (x, filter) => tf.sum(toOutputs(x, filter), [1, 2]),
  'max-pooling': (x, filter) => tf.maxPool(tf.relu(toOutputs(x, filter)) as tf.Tensor4D, 2, 2, 'valid'),
  'average pooling': (x, filter) => tf.avgPool(toOutputs(x, filter) as tf.Tensor4D, 2, 2, 'valid'),
  'overlapping max-pooling': (x, filter) => tf.maxPool(toOutputs(x, filter) as tf.Tensor4D, 3, 2, 'same'),
  'overlapping average pooling': (x, filter) => tf.avgPool(toOutputs(x, filter) as tf.Tensor4D, 3, 2, 'same'),
};

describe.runIf(onnx.usable().ok)('convolutions in blocks', () => {
  let block: number | null = null;
  beforeAll(async () => {
    await findBackend('cpu').start({ threads: 1 });
    block = await probeBlock();
  });

  test('the block size is 8 or 16, found once', async () => {
    expect([8, 16, null]).toContain(block);
    expect(probeBlock()).toBe(probeBlock());
    await expect(probeBlock()).resolves.toBe(block);
  });

  const modes = [
    { mode: 'blocked', blocked: true, threads: 1 },
    { mode: 'blocked, two threads', blocked: true, threads: 2 },
    { mode: 'plain', blocked: false, threads: 1 },
  ];

  describe.each(modes)('$mode', ({ blocked, threads }) => {
    test.each(convolutions.map((subject) => ({ name: nameOf(subject), subject })))(
      '$name: value and gradients as cpu',
      async ({ subject }) => {
        const { image, size, filters } = subject;
        const x = drawn(image, 1);
        const filter = drawn([...size, image[3], filters], 2);
        const dy = drawn(convolve(subject)(x, filter).shape, 3);
        await expectAsOnCpu(
          withGradients(convolve(subject)),
          { x, filter, dy },
          { block: blocked ? block : null, threads },
        );
      },
    );

    test.each(Object.entries(chains).map(([name, subject]) => ({ name, subject })))(
      '$name: value and gradients as cpu',
      async ({ subject }) => {
        const x = drawn([5, 6, 8, 16], 1);
        const filter = drawn([3, 3, 16, 32], 2);
        const scale = drawn([32], 4);
        const inputs = { x, filter, ...(subject.length > 2 && { scale }) };
        const dy = drawn(subject(x, filter, scale).shape, 3);
        await expectAsOnCpu(
          withGradients(subject),
          { ...inputs, dy },
          { block: blocked ? block : null, threads, tolerance: 3e-5 },
        );
      },
    );
  });

  test('the variance of a channel whose mean is a hundred deviations is right', async () => {
    const x = tf.add(drawn([16, 6, 6, 16], 1), 100);
    const filter = tf.reshape(tf.eye(16), [1, 1, 16, 16]);
    const subject = ({ x: image, filter: same }: Numbers): Numbers => {
      const result = convolve(convolution([16, 6, 6, 16], [1, 1], 16))(image as tf.Tensor, same as tf.Tensor);
      const [, , variance] = run(batchNorm, { x: result, scale: ones, offset: ones }, { epsilon: 1e-5 });
      return { variance: variance };
    };
    const ones = tf.ones([16]);
    await expectAsOnCpu(subject, { x, filter }, { block, tolerance: 1e-5 });
  });
});
