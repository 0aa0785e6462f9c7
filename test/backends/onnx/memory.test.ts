import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { onnx } from '../../../server/backends/onnx/index.ts';
import type { Compile } from '../../../server/distill/backend.ts';
import { batchNorm } from '../../../server/distill/operations/batch-norm.ts';
import { run } from '../../../server/distill/operations/operation.ts';
import { leaves, type Tensors } from '../../../server/distill/tensors.ts';
import { hard, kd, make } from '../../distill/steps.ts';
import { resident } from './resident.ts';

const usable = onnx.usable().ok;
const compile: Compile | null = usable ? await onnx.start({ threads: 1 }) : null;

function started(): Compile {
  if (compile === null) throw new Error('ONNX Runtime is not here.');
  return compile;
}

/** Linear regression by SGD: a session for the gradient, the update beside it. */
function step({ variables, batch }: { variables: Tensors; batch: Tensors }): { variables: Tensors } {
  const { w, x } = { ...variables, ...batch };
  if (w === undefined || x === undefined) throw new Error('The step lacks an input.');
  const slope = tf.grad((weights) => tf.mean(tf.square(tf.sub(tf.matMul(x, weights), 1))))(w);
  return { variables: { w: tf.sub(w, tf.mul(slope, 0.01)) } };
}

/** Gradient descent of a block that adds its input to a normalised convolution of it. */
function residualStep({ variables, batch }: { variables: Tensors; batch: Tensors }): { variables: Tensors } {
  const { filter, scale, x } = { ...variables, ...batch };
  if (filter === undefined || scale === undefined || x === undefined)
    throw new Error('The step lacks an input.');
  const image = tf.reshape<tf.Rank.R4>(x, [-1, 4, 4, 16]);
  const [byFilter, byScale] = tf.grads((weights: tf.Tensor, gamma: tf.Tensor) => {
    const convolved = tf.conv2d(image, tf.reshape<tf.Rank.R4>(weights, [3, 3, 16, 16]), 1, 'same');
    const [normal] = run(
      batchNorm,
      { x: convolved, scale: gamma, offset: tf.mul(gamma, 0.1) },
      { epsilon: 1e-5 },
    );
    return tf.mean(tf.square(tf.relu(tf.add(normal, image))));
  })([filter, scale]);
  if (byFilter === undefined || byScale === undefined) throw new Error('The step lacks a gradient.');
  return {
    variables: {
      filter: tf.sub(filter, tf.mul(byFilter, 0.01)),
      scale: tf.sub(scale, tf.mul(byScale, 0.01)),
    },
  };
}

describe.runIf(usable)('10,000 steps', { timeout: 180_000 }, () => {
  test('of 40 shapes, more than are kept, leave neither tensors nor memory behind', async () => {
    const compiled = started()(step, { name: 'test', donated: ['variables'] });
    let variables: Tensors = { w: tf.zeros([4, 2]) };
    const before = tf.memory().numTensors;
    const go = async (steps: number): Promise<void> => {
      for (let at = 0; at < steps; at++) {
        // A shape stays for 50 steps and comes back after 2,000: each time it does, its session is made anew.
        const x = tf.ones([1 + (Math.floor(at / 50) % 40), 4]);
        const next = await compiled.run({ variables, batch: { x } });
        tf.dispose([x, ...Object.values(variables)]);
        variables = next.variables;
        if (tf.memory().numTensors !== before) expect.fail(`a tensor is left behind at step ${at}`);
      }
    };
    await go(4_000);
    const warm = await resident();
    await go(10_000);
    // 200 sessions came and went; each holds some 0.5 MB.
    expect((await resident()) - warm, 'MB').toBeLessThan(10);
    compiled.dispose();
    tf.dispose(Object.values(variables));
  });

  test('of a residual block in blocked layout, in 20 batch sizes, leave neither tensors nor memory behind', async () => {
    const compiled = started()(residualStep, { name: 'test', donated: ['variables'] });
    let variables: Tensors = { filter: tf.fill([3, 3, 16, 16], 0.01), scale: tf.ones([16]) };
    const images = Array.from({ length: 20 }, (_, at) => tf.ones([13 + at, 4, 4, 16]));
    const before = tf.memory().numTensors;
    const go = async (steps: number): Promise<void> => {
      for (let at = 0; at < steps; at++) {
        // 20 sizes are more than are kept: every 100 steps a session is made anew.
        const x = images[Math.floor(at / 100) % images.length];
        const next = await compiled.run({ variables, batch: x === undefined ? {} : { x } });
        tf.dispose(Object.values(variables));
        variables = next.variables;
        if (tf.memory().numTensors !== before) expect.fail(`a tensor is left behind at step ${at}`);
      }
    };
    await go(2_000);
    const warm = await resident();
    await go(10_000);
    expect((await resident()) - warm, 'MB').toBeLessThan(10);
    compiled.dispose();
    tf.dispose([...images, ...Object.values(variables)]);
  });

  test('of a whole training step leave neither tensors nor memory behind', async () => {
    const { step: made, start } = make({ terms: [hard, kd], clip: 1 });
    const compiled = started()(made.run, { name: 'test', donated: ['variables', 'slots'] });
    let inputs = start();
    const before = tf.memory().numTensors;
    const go = async (steps: number): Promise<void> => {
      for (let at = 0; at < steps; at++) {
        const { variables, slots, state, metrics } = await compiled.run(inputs);
        tf.dispose([
          metrics,
          ...leaves({ v: inputs.variables, s: inputs.slots }).map(({ tensor }) => tensor),
        ]);
        inputs = { ...inputs, variables, slots, state };
        if (tf.memory().numTensors !== before) expect.fail(`a tensor is left behind at step ${at}`);
      }
    };
    await go(1_000);
    const warm = await resident();
    await go(10_000);
    expect((await resident()) - warm, 'MB').toBeLessThan(10);
    compiled.dispose();
    tf.dispose(leaves(inputs).map(({ tensor }) => tensor));
  });
});

describe.runIf(usable)('a session that must go', () => {
  test('gives its memory back', async () => {
    const megabytes = 4;
    const x = { x: tf.tensor1d([1]) };
    const sessions = async (count: number): Promise<void> => {
      const compiled = started()(
        ({ x: given, weights }: { x: Tensors; weights: Tensors }) => ({
          y: tf.add(tf.sum(given.x ?? tf.scalar(0)), tf.sum(tf.square(weights.w ?? tf.scalar(0)))),
        }),
        { name: 'test', constant: ['weights'] },
      );
      for (let value = 0; value < count; value++) {
        const w = tf.tensor1d(new Float32Array(megabytes * 2 ** 18).fill(value));
        tf.dispose(await compiled.run({ x, weights: { w } }));
        w.dispose();
      }
      compiled.dispose();
    };
    // The process keeps up to 90 MB of what it freed, for what comes next: more or less of it each time.
    await sessions(30);
    const warm = await resident();
    await sessions(100);
    expect((await resident()) - warm, 'MB').toBeLessThan((100 * megabytes) / 2);
  });
});
