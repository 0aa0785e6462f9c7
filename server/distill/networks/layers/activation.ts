import {
  clone,
  elu,
  leakyRelu,
  mul,
  relu,
  relu6,
  selu,
  sigmoid,
  softmax,
  tanh,
  type Tensor,
} from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { gelu } from '../../operations/gelu.ts';
import { run } from '../../operations/operation.ts';
import { choice, optional } from '../../schema.ts';
import { unsupported, type KerasConfig } from '../keras/config.ts';
import { layer, only, type ImportedLayer } from './descriptor.ts';

export const activations = [
  'relu',
  'relu6',
  'leaky-relu',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'softmax',
  'gelu',
  'swish',
  'linear',
] as const;

export type Activation = (typeof activations)[number];

/** Element by element, except `softmax`, which is over the last axis. `slope` is leaky-relu's below zero. */
export function activate(x: Tensor, activation: Activation, slope: number): Tensor {
  switch (activation) {
    case 'relu':
      return relu(x);
    case 'relu6':
      return relu6(x);
    case 'leaky-relu':
      return leakyRelu(x, slope);
    case 'elu':
      return elu(x);
    case 'selu':
      return selu(x);
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'softmax':
      return softmax(x);
    case 'gelu':
      // x·Φ(x), not the tanh approximation.
      return run(gelu, { x }, { form: 'erf' })[0];
    case 'swish':
      return mul(x, sigmoid(x));
    case 'linear':
      return clone(x);
  }
}

export const activation = layer({
  layer: 'activation',
  summary: 'A function of each value; softmax over the last axis.',
  config: Type.Object(
    {
      function: choice(activations),
      slope: optional(
        Type.Number({ default: 0.01, description: 'Slope below zero; of leaky-relu only (PyTorch: 0.01)' }),
      ),
    },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: (_, inputs) => only(inputs),
  apply: (config, { inputs }) => ({ output: activate(only(inputs), config.function, config.slope) }),
  keras: {
    classNames: ['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Softmax'],
    fromKeras: (config, className) => [fromKeras(config, className)],
    toKeras: (config) =>
      config.function === 'leaky-relu'
        ? [{ className: 'LeakyReLU', config: { alpha: config.slope } }]
        : [{ className: 'Activation', config: { activation: config.function } }],
  },
});

function fromKeras(config: KerasConfig, className: string): ImportedLayer {
  const imported = (name: Activation, slope = 0.01): ImportedLayer => ({
    layer: 'activation',
    config: { function: name, slope },
    suffix: '',
    weights: {},
  });
  switch (className) {
    case 'ReLU':
      config.expect('max_value', 6);
      config.expect('negative_slope', 0);
      config.expect('threshold', 0);
      return imported(config.get('max_value') === 6 ? 'relu6' : 'relu');
    case 'LeakyReLU':
      return imported(
        'leaky-relu',
        config.number(config.get('alpha') === undefined ? 'negative_slope' : 'alpha', 0.3),
      );
    case 'ELU':
      config.expect('alpha', 1);
      return imported('elu');
    case 'Softmax':
      // TensorFlow.js writes 1 for "the last axis of [batch, classes]".
      config.expect('axis', -1, 1);
      return imported('softmax');
    default:
      return imported(kerasActivation(config));
  }
}

/** The `activation` of a Keras layer. */
function kerasActivation(config: KerasConfig): Activation {
  const name = config.get('activation') ?? 'linear';
  if (name === 'silu') return 'swish';
  const known = activations.find((word) => word === name && word !== 'leaky-relu');
  if (known === undefined) throw unsupported('activation', 'activation', name, activations.join(', '));
  return known;
}

/** The layer that a fused `activation` becomes: none for linear. */
export function fusedActivation(config: KerasConfig): readonly ImportedLayer[] {
  const name = kerasActivation(config);
  if (name === 'linear') return [];
  return [{ layer: 'activation', config: { function: name }, suffix: '.activation', weights: {} }];
}
