import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate } from '../../../server/distill/operations/adam-update.ts';
import { attentionScores } from '../../../server/distill/operations/attention-scores.ts';
import { batchNorm } from '../../../server/distill/operations/batch-norm.ts';
import { softmaxCrossEntropy } from '../../../server/distill/operations/cross-entropy.ts';
import { softmaxDivergence } from '../../../server/distill/operations/divergence.ts';
import { gelu } from '../../../server/distill/operations/gelu.ts';
import { layerNorm } from '../../../server/distill/operations/layer-norm.ts';
import { run } from '../../../server/distill/operations/operation.ts';
import { sgdUpdate } from '../../../server/distill/operations/sgd-update.ts';
import { one, positive, type Case } from './case.ts';

const epsilon = 1e-3;

const normalisations: readonly Case[] = [
  // Channels that fill a vector, and that don't.
  ...[4, 16].map((channels): Case => ({
    name: `batch normalisation of [2, 3, 5, ${channels}]`,
    inputs: [{ shape: [2, 3, 5, channels] }, { shape: [channels] }, { shape: [channels] }],
    run: (x, scale, offset) => run(batchNorm, { x, scale, offset }, { epsilon })[0],
  })),
  ...([1, 2] as const).map((output) =>
    one(
      `batch normalisation's ${batchNorm.outputs[output]}`,
      [6, 4],
      (x) => run(batchNorm, { x, scale: tf.ones([4]), offset: tf.zeros([4]) }, { epsilon })[output],
      { gradient: false },
    ),
  ),
  {
    name: 'layer normalisation of [3, 4, 6]',
    inputs: [{ shape: [3, 4, 6] }, { shape: [6] }, { shape: [6] }],
    run: (x, scale, offset) => run(layerNorm, { x, scale, offset }, { epsilon })[0],
  },
];

const comparisons: readonly Case[] = [
  ...[0, 0.1].map((smoothing): Case => ({
    name: `softmax cross-entropy smoothed by ${smoothing}`,
    inputs: [
      { shape: [3, 2, 5], from: -4, to: 4 },
      { shape: [3, 2], from: 0, to: 5, dtype: 'int32' },
    ],
    run: (logits, labels) => run(softmaxCrossEntropy, { logits, labels }, { smoothing })[0],
  })),
  ...(['kl', 'cross-entropy'] as const).map((form): Case => ({
    name: `softmax divergence, ${form}, by both sides`,
    inputs: [
      { shape: [4, 6], from: -4, to: 4 },
      { shape: [4, 6], from: -4, to: 4 },
    ],
    run: (from, to) =>
      run(
        softmaxDivergence,
        { from, to, fromTemperature: tf.scalar(4), toTemperature: tf.scalar(0.5) },
        { form },
      )[0],
  })),
];

const attentions: readonly Case[] = [
  {
    name: 'attention scores',
    inputs: [{ shape: [2, 2, 3, 4] }, { shape: [2, 2, 5, 4] }],
    run: (query, key) => run(attentionScores, { query, key }, { scale: 0.5 })[0],
  },
  {
    name: 'attention with a mask, gradients arriving in scores, probabilities and context',
    inputs: [{ shape: [2, 2, 3, 4] }, { shape: [2, 2, 5, 4] }, { shape: [2, 2, 5, 4] }],
    run: (query, key, value) => {
      const mask = tf.tensor([0, 0, 0, 0, -1e4, 0, 0, 0, -1e4, -1e4], [2, 1, 1, 5]);
      const [scores] = run(attentionScores, { query, key }, { scale: 0.5 });
      const probabilities = tf.softmax(tf.add(scores, mask));
      return tf.concat([scores, probabilities, tf.matMul(probabilities, value)], -1);
    },
  },
];

const updates: readonly Case[] = (['none', 'l2', 'decoupled'] as const).flatMap((decayKind) => [
  ...[false, true].flatMap((nesterov) =>
    ([0, 1] as const).map((output): Case => ({
      name: `SGD's next ${sgdUpdate.outputs[output]}, decay ${decayKind}${nesterov ? ', nesterov' : ''}`,
      inputs: [{ shape: [3, 5] }, { shape: [3, 5] }, { shape: [3, 5] }],
      gradient: false,
      run: (parameter, gradient, velocity) => {
        const scalars = { rate: tf.scalar(0.1), momentum: tf.scalar(0.9), decay: tf.scalar(0.01) };
        const inputs = { parameter, gradient, velocity, ...scalars, norm: tf.scalar(1) };
        return run(sgdUpdate, inputs, { nesterov, decayKind })[output];
      },
    })),
  ),
  ...([0, 1, 2] as const).map((output): Case => ({
    name: `Adam's next ${adamUpdate.outputs[output]}, decay ${decayKind}`,
    inputs: [{ shape: [3, 5] }, { shape: [3, 5] }, { shape: [3, 5] }, { shape: [3, 5], ...positive }],
    gradient: false,
    run: (parameter, gradient, mean, square) => {
      const scalars = { rate: tf.scalar(0.1), decay: tf.scalar(0.01), norm: tf.scalar(1) };
      const betas = { beta1: tf.scalar(0.9), beta2: tf.scalar(0.999), count: tf.scalar(7) };
      const inputs = { parameter, gradient, mean, square, ...scalars, ...betas };
      return run(adamUpdate, inputs, { epsilon: 1e-8, decayKind })[output];
    },
  })),
]);

/** The lean operations, as networks, losses and optimizers run them. */
export const operations: readonly Case[] = [
  one('gelu', [3, 7], (x) => run(gelu, { x }, { form: 'erf' })[0]),
  one('gelu by tanh', [3, 7], (x) => run(gelu, { x }, { form: 'tanh' })[0]),
  ...normalisations,
  ...comparisons,
  ...attentions,
  ...updates,
];
