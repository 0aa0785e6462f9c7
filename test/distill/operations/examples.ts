import { adamUpdate } from '../../../server/distill/operations/adam-update.ts';
import { attentionScores, attentionScoresGrad } from '../../../server/distill/operations/attention-scores.ts';
import { batchNorm, batchNormGrad } from '../../../server/distill/operations/batch-norm.ts';
import { softmaxCrossEntropy } from '../../../server/distill/operations/cross-entropy.ts';
import { softmaxDivergence, softmaxDivergenceGrad } from '../../../server/distill/operations/divergence.ts';
import { squaredNorm } from '../../../server/distill/operations/squared-norm.ts';
import { gelu, geluGrad } from '../../../server/distill/operations/gelu.ts';
import { layerNorm, layerNormGrad } from '../../../server/distill/operations/layer-norm.ts';
import { reluGrad } from '../../../server/distill/operations/relu.ts';
import { sgdUpdate } from '../../../server/distill/operations/sgd-update.ts';
import { softmaxGrad } from '../../../server/distill/operations/softmax.ts';
import { example, type Example } from './example.ts';
import {
  at,
  average,
  columnsOf,
  logSoftmax,
  normalDistribution,
  rowsOf,
  standardised,
  total,
} from './float64.ts';

const scalar = (value: number) => ({ shape: [], values: [value] });
const only = ([value = NaN]: readonly number[]): number => value;

const [epsilon, scale] = [1e-3, 0.5];

const activations = (): readonly Example[] => [
  example(squaredNorm, {
    attributes: {},
    inputs: { x: [3, 5] },
    reference: ({ x }) => [x.reduce((sum, value) => sum + value * value, 0)],
  }),
  example(reluGrad, {
    attributes: {},
    inputs: { y: { shape: [2, 3], values: [0, 1, 2, 0, 0, 3] }, dy: [2, 3] },
    reference: ({ y, dy }) => y.map((value, i) => (value > 0 ? at(dy, i) : 0)),
  }),
  example(softmaxGrad, { attributes: {}, inputs: { y: [3, 4], dy: [3, 4] } }),
  ...(['erf', 'tanh'] as const).flatMap((form) => [
    example(gelu, {
      attributes: { form },
      inputs: { x: [3, 5] },
      by: ['x'],
      reference: ({ x }) =>
        x.map((value) =>
          form === 'erf'
            ? value * normalDistribution(value)
            : 0.5 * value * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3))),
        ),
    }),
    example(geluGrad, { attributes: { form }, inputs: { x: [3, 5], dy: [3, 5] } }),
  ]),
];

const norms = (): readonly Example[] => [
  example(batchNorm, {
    attributes: { epsilon },
    inputs: { x: [2, 3, 2, 4], scale: [4], offset: [4] },
    by: ['x', 'scale', 'offset'],
    reference: ({ x, scale: factors, offset }) => {
      const normal = columnsOf(x, 4).map((column) => standardised(column, epsilon));
      return x.map(
        (_, i) => at(normal[i % 4] ?? [], Math.floor(i / 4)) * at(factors, i % 4) + at(offset, i % 4),
      );
    },
  }),
  example(batchNormGrad, {
    attributes: { epsilon },
    inputs: { dy: [6, 4], x: [6, 4], scale: [4], mean: [4], variance: { shape: [4], values: [1, 2, 3, 4] } },
  }),
  example(layerNorm, {
    attributes: { epsilon },
    inputs: { x: [2, 3, 5], scale: [5], offset: [5] },
    by: ['x', 'scale', 'offset'],
    reference: ({ x, scale: factors, offset }) =>
      rowsOf(x, 5).flatMap((row) =>
        standardised(row, epsilon).map((value, i) => value * at(factors, i) + at(offset, i)),
      ),
  }),
  example(layerNormGrad, {
    attributes: {},
    inputs: { dy: [2, 3, 5], x: [2, 3, 5], scale: [5], mean: [2, 3, 1], inverse: [2, 3, 1] },
  }),
];

/** Query and key of one batch entry and head each: [queries, size] and [keys, size]. */
const products = (query: readonly number[], key: readonly number[]): number[] =>
  rowsOf(query, 4).flatMap((q) =>
    rowsOf(key, 4).map((k) => scale * total(q.map((value, i) => value * at(k, i)))),
  );

const attention = (): readonly Example[] => [
  example(attentionScores, {
    attributes: { scale },
    inputs: { query: [2, 1, 2, 4], key: [2, 1, 3, 4] },
    by: ['query', 'key'],
    reference: ({ query, key }) =>
      rowsOf(query, 8).flatMap((queries, entry) => products(queries, rowsOf(key, 12)[entry] ?? [])),
  }),
  example(attentionScoresGrad, {
    attributes: { scale },
    inputs: { dy: [2, 2, 2, 3], query: [2, 2, 2, 4], key: [2, 2, 3, 4] },
  }),
];

const comparisons = (): readonly Example[] => [
  ...[0, 0.2].map((smoothing) =>
    example(softmaxCrossEntropy, {
      attributes: { smoothing },
      inputs: { logits: [2, 3, 4], labels: { shape: [2, 3], values: [0, 3, 1, 2, 2, 0], dtype: 'int32' } },
      by: ['logits'],
      reference: ({ logits, labels }) =>
        rowsOf(logits, 4).map((row, i) => {
          const log = logSoftmax(row);
          return -(1 - smoothing) * at(log, at(labels, i)) - smoothing * average(log);
        }),
    }),
  ),
  ...(['kl', 'cross-entropy'] as const).flatMap((form) => [
    example(softmaxDivergence, {
      attributes: { form },
      inputs: { from: [3, 4], to: [3, 4], fromTemperature: scalar(2), toTemperature: scalar(0.8) },
      by: ['from', 'to'],
      reference: ({ from, to, fromTemperature, toTemperature }) =>
        rowsOf(from, 4).map((row, i) => {
          const logP = logSoftmax(row.map((logit) => logit / only(fromTemperature)));
          const logQ = logSoftmax((rowsOf(to, 4)[i] ?? []).map((logit) => logit / only(toTemperature)));
          return total(logP.map((log, c) => Math.exp(log) * ((form === 'kl' ? log : 0) - at(logQ, c))));
        }),
    }),
    example(softmaxDivergenceGrad, {
      attributes: { form },
      inputs: {
        from: [3, 4],
        to: [3, 4],
        fromTemperature: scalar(2),
        toTemperature: scalar(0.8),
        value: [3],
        dy: [3],
      },
    }),
  ]),
];

const decays = ['none', 'l2', 'decoupled'] as const;
const [rate, decay, momentum, count] = [0.1, 0.3, 0.9, 3];

const updates = (): readonly Example[] =>
  decays.flatMap((decayKind) => {
    const pulled = (parameter: readonly number[], gradient: readonly number[]): number[] =>
      gradient.map((g, i) => (decayKind === 'l2' ? g + decay * at(parameter, i) : g));
    const started = (parameter: readonly number[]): number[] =>
      parameter.map((w) => (decayKind === 'decoupled' ? w * (1 - rate * decay) : w));
    return [
      ...[false, true].map((nesterov) =>
        example(sgdUpdate, {
          attributes: { nesterov, decayKind },
          inputs: {
            parameter: [2, 3],
            gradient: [2, 3],
            velocity: [2, 3],
            rate: scalar(rate),
            momentum: scalar(momentum),
            decay: scalar(decay),
            norm: scalar(1),
          },
          reference: ({ parameter, gradient, velocity }) => {
            const slope = pulled(parameter, gradient);
            const moved = slope.map((g, i) => momentum * at(velocity, i) + g);
            return started(parameter).map(
              (w, i) => w - rate * (nesterov ? at(slope, i) + momentum * at(moved, i) : at(moved, i)),
            );
          },
        }),
      ),
      example(adamUpdate, {
        attributes: { epsilon: 1e-8, decayKind },
        inputs: {
          parameter: [2, 3],
          gradient: [2, 3],
          mean: [2, 3],
          square: { shape: [2, 3], values: [0, 0.1, 0.2, 0.3, 0.4, 2] },
          rate: scalar(rate),
          beta1: scalar(0.9),
          beta2: scalar(0.999),
          decay: scalar(decay),
          count: scalar(count),
          norm: scalar(1),
        },
        reference: ({ parameter, gradient, mean, square }) =>
          started(parameter).map((w, i) => {
            const g = at(pulled(parameter, gradient), i);
            const m = (0.9 * at(mean, i) + 0.1 * g) / (1 - 0.9 ** count);
            const v = (0.999 * at(square, i) + 0.001 * g * g) / (1 - 0.999 ** count);
            return w - (rate * m) / (Math.sqrt(v) + 1e-8);
          }),
      }),
    ];
  });

/** Every operation with each of its attributes. Needs a running backend, on which the inputs then are. */
export const examples = (): readonly Example[] => [
  ...activations(),
  ...norms(),
  ...attention(),
  ...comparisons(),
  ...updates(),
];
