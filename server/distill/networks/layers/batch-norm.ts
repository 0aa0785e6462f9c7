import { add, fill, mul, neg, rsqrt, sub, type Tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { RetortError } from '../../../protocol/failure.ts';
import { batchNorm as normalised } from '../../operations/batch-norm.ts';
import { run } from '../../operations/operation.ts';
import { choice, optional } from '../../schema.ts';
import { sizeOf } from '../../tensors.ts';
import type { Complete } from '../config.ts';
import { unsupported, type KerasConfig } from '../keras/config.ts';
import { layer, only } from './descriptor.ts';
import { perChannel, variable } from './variables.ts';
import { say } from '../../../text/say.ts';

/** `momentum` is the share of the old moving value that is kept (PyTorch's own `momentum` is 1 minus this). */
const conventions = {
  pytorch: { epsilon: 1e-5, momentum: 0.9 },
  keras: { epsilon: 1e-3, momentum: 0.99 },
} as const;

const config = Type.Object(
  {
    convention: optional(
      choice(['pytorch', 'keras'], {
        default: 'pytorch',
        description:
          'pytorch: epsilon 1e-5, keeps 0.9, moving variance from the unbiased variance; keras: 1e-3, 0.99, biased',
      }),
    ),
    epsilon: optional(
      Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
        default: null,
        description: "null: the convention's",
      }),
    ),
    momentum: optional(
      Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
        default: null,
        description: "Share of the old moving value that is kept; null: the convention's",
      }),
    ),
    center: optional(Type.Boolean({ default: true, description: 'Add beta' })),
    scale: optional(Type.Boolean({ default: true, description: 'Multiply by gamma' })),
    axis: optional(Type.Integer({ minimum: -1, maximum: 8, default: -1, description: 'Must be the last' })),
  },
  { additionalProperties: false },
);

type BatchNorm = Complete<typeof config>;

const epsilonOf = (config: BatchNorm): number => config.epsilon ?? conventions[config.convention].epsilon;
const momentumOf = (config: BatchNorm): number => config.momentum ?? conventions[config.convention].momentum;

export const batchNorm = layer({
  layer: 'batch-norm',
  summary: 'Normalises each channel: by the batch in training, by moving statistics otherwise.',
  config,
  inputs: 'one',
  output: (config, inputs) => {
    const shape = only(inputs);
    if (config.axis !== -1 && config.axis !== shape.length) {
      throw new RetortError({
        code: 'channels-first',
        message: say`It normalises axis ${config.axis} of [batch, ${shape.join(', ')}]; only the last axis is possible.`,
        next: say`Use a model with channels last.`,
      });
    }
    return shape;
  },
  variables: (config, inputs) => {
    const channels = only(inputs).at(-1) ?? 1;
    return {
      parameters: [
        ...(config.scale ? [perChannel('gamma', channels, 1)] : []),
        ...(config.center ? [perChannel('beta', channels, 0)] : []),
      ],
      state: [perChannel('movingMean', channels, 0), perChannel('movingVariance', channels, 1)],
    };
  },
  apply: (config, { inputs, variables, training }) => {
    const x = only(inputs);
    const moving = {
      mean: variable(variables, 'movingMean'),
      variance: variable(variables, 'movingVariance'),
    };
    if (!training) {
      // As a·x + b with a number a channel each, so that who comes before can take it over.
      const inverse = rsqrt(add(moving.variance, epsilonOf(config)));
      const a = config.scale ? mul(variable(variables, 'gamma'), inverse) : inverse;
      const b = config.center
        ? sub(variable(variables, 'beta'), mul(moving.mean, a))
        : neg(mul(moving.mean, a));
      return { output: add(mul(x, a), b) };
    }
    const channels = x.shape.at(-1) ?? 1;
    const scale = config.scale ? variable(variables, 'gamma') : fill([channels], 1);
    const offset = config.center ? variable(variables, 'beta') : fill([channels], 0);
    const [output, mean, variance] = run(normalised, { x, scale, offset }, { epsilon: epsilonOf(config) });
    const count = sizeOf(x.shape) / channels;
    // With one value a channel there is no unbiased variance; the biased one is 0.
    const correction = config.convention === 'pytorch' && count > 1 ? count / (count - 1) : 1;
    const kept = momentumOf(config);
    const move = (old: Tensor, now: Tensor): Tensor => add(mul(old, kept), mul(now, 1 - kept));
    return {
      output,
      state: {
        movingMean: move(moving.mean, mean),
        movingVariance: move(moving.variance, mul(variance, correction)),
      },
    };
  },
  keras: {
    classNames: ['BatchNormalization'],
    fromKeras: (config) => {
      const center = config.boolean('center', true);
      const scale = config.boolean('scale', true);
      return [
        {
          layer: 'batch-norm',
          config: {
            convention: 'keras',
            epsilon: config.number('epsilon', conventions.keras.epsilon),
            momentum: config.number('momentum', conventions.keras.momentum),
            center,
            scale,
            axis: axisOf(config),
          },
          suffix: '',
          weights: {
            ...(scale ? { gamma: 'gamma' } : {}),
            ...(center ? { beta: 'beta' } : {}),
            movingMean: 'moving_mean',
            movingVariance: 'moving_variance',
          },
        },
      ];
    },
    toKeras: (config) => [
      {
        className: 'BatchNormalization',
        config: {
          axis: -1,
          epsilon: epsilonOf(config),
          momentum: momentumOf(config),
          center: config.center,
          scale: config.scale,
        },
      },
    ],
    weights: {
      gamma: 'gamma',
      beta: 'beta',
      movingMean: 'moving_mean',
      movingVariance: 'moving_variance',
    },
  },
});

/** Keras 2 writes a number or a list of one. */
function axisOf(config: KerasConfig): number {
  const value = config.get('axis') ?? -1;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const [axis] = list;
  if (typeof axis !== 'number' || list.length > 1) {
    throw unsupported('BatchNormalization', 'axis', value, say`one axis`);
  }
  return axis;
}
