import * as tf from '@tensorflow/tfjs-core';
import { layers as keras, sequential } from '@tensorflow/tfjs-layers';
import { drawSites, givenDraws, makeDraws } from '../../server/distill/draws.ts';
import { findNetwork } from '../../server/distill/networks/index.ts';
import type { Network, NetworkContext } from '../../server/distill/networks/network.ts';
import { initialise } from '../../server/distill/networks/initialise.ts';
import { uniforms } from '../../server/distill/random.ts';
import type { HostTensors, Tensors } from '../../server/distill/tensors.ts';
import { put, samples, small, text } from '../distill/networks/encoder.ts';
import { save } from '../distill/networks/keras.ts';
import { context, noDraws, noise, upload } from '../distill/networks/network.ts';

/** A network with what it is asked, small enough for plain JavaScript. */
interface Subject {
  readonly kind: string;
  readonly config: object;
  readonly context: () => NetworkContext | Promise<NetworkContext>;
  readonly inputs: () => Tensors;
}

const images = (size: number, channels = 3, batch = 3) => ({
  context: () => context([size, size, channels], 4),
  inputs: () => ({ image: noise([batch, size, size, channels]) }),
});

/** Layers of every kind that a sequence has. */
const layers = [
  { layer: 'zero-padding', padding: 1 },
  { layer: 'conv', filters: 4, size: 3, strides: 2, padding: 'same' },
  { layer: 'batch-norm' },
  { layer: 'activation', function: 'relu' },
  { layer: 'depthwise-conv', size: 3, padding: 'same' },
  { layer: 'conv', filters: 6, size: 3, padding: 'valid' },
  { layer: 'activation', function: 'elu' },
  { layer: 'activation', function: 'tanh' },
  { layer: 'max-pool' },
  { layer: 'average-pool', size: 2, strides: 1 },
  { layer: 'dropout', rate: 0.3 },
  { layer: 'flatten' },
  { layer: 'dense', units: 4 },
];

async function fromKeras(): Promise<NetworkContext> {
  const model = sequential({
    layers: [
      keras.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 3], name: 'stem' }),
      keras.batchNormalization({ name: 'norm' }),
      keras.maxPooling2d({ poolSize: 2, name: 'pool' }),
      keras.separableConv2d({
        filters: 5,
        kernelSize: 3,
        padding: 'same',
        activation: 'sigmoid',
        name: 'both',
      }),
      keras.globalAveragePooling2d({ name: 'pooled' }),
      keras.dense({ units: 4, activation: 'softmax', name: 'head' }),
    ],
  });
  const { modelJson } = await save(model);
  model.dispose();
  return context([8, 8, 3], 4, { path: modelJson });
}

export const subjects: readonly Subject[] = [
  { kind: 'mlp', config: { hidden: [12, 8], dropout: 0.2 }, ...images(5) },
  { kind: 'lenet5', config: {}, ...images(28, 1) },
  { kind: 'lenet5', config: {}, ...images(17, 3, 1) },
  { kind: 'sequence', config: { layers }, ...images(16) },
  { kind: 'resnet', config: { depth: 8, widths: [4, 4, 8, 8] }, ...images(16) },
  // Widths of whole blocks of 16 channels, which backends may lay out otherwise.
  { kind: 'resnet', config: { depth: 8, widths: [16, 16, 32, 48] }, ...images(8, 3, 2) },
  { kind: 'layers-model', config: { path: 'model.json' }, ...images(8), context: fromKeras },
  ...(['gelu', 'relu'] as const).map((activation) => ({
    kind: 'bert',
    config: { ...small, activation, dropout: 0.1 },
    context: () => text(7, 4),
    inputs: () => put(samples([7, 5, 1], 7, small.vocabulary)),
  })),
];

/** What a network is asked, and with which numbers. */
export interface Prepared {
  readonly evaluate: (inputs: Given) => { readonly taps: Tensors };
  readonly train: (inputs: Given) => { readonly gradients: Tensors; readonly state: Tensors };
  /** New tensors. */
  readonly inputs: () => Given;
}

interface Given {
  readonly parameters: Tensors;
  readonly state: Tensors;
  readonly batch: Tensors;
  readonly draws: Tensors;
}

export async function prepare(subject: Subject): Promise<Prepared> {
  const network = findNetwork(subject.kind).build(subject.config, await subject.context());
  return {
    evaluate: ({ parameters, state, batch }) => {
      const { taps } = network.apply(parameters, state, batch, {
        training: false,
        draws: { uniform: noDraws },
      });
      return { taps };
    },
    train: (given) => gradients(network, given),
    inputs: () => {
      const values = upload(start(network));
      const of = (specs: Network['parameters']): Tensors =>
        Object.fromEntries(specs.flatMap(({ name }) => (values[name] ? [[name, values[name]]] : [])));
      const batch = subject.inputs();
      const sites = drawSites(network, Object.values(batch)[0]?.shape[0] ?? 1);
      return {
        parameters: of(network.parameters),
        state: of(network.state),
        batch,
        draws: makeDraws(sites, { seed: 1, stage: 0, step: 0 }),
      };
    },
  };
}

/** Weights as training starts with, but for biases and statistics, which all are neither 0 nor 1. */
function start(network: Network): HostTensors {
  const drawn = initialise([...network.parameters, ...network.state], { seed: 3, model: 'test' });
  return Object.fromEntries(
    Object.entries(drawn).map(([name, { shape, data }]) => {
      const shift = uniforms({ seed: 4, stage: 0, step: 0, site: name }, data.length);
      const moved = Float32Array.from(data, (value, i) => value + 0.2 * (shift[i] ?? 0) + 0.05);
      return [name, { shape, data: shape.length > 1 ? data : moved }];
    }),
  );
}

/** Gradients of a loss that weighs each logit its own way, by every parameter, and the next moving statistics. */
function gradients(
  network: Network,
  { parameters, state, batch, draws }: Given,
): ReturnType<Prepared['train']> {
  const names = Object.keys(parameters);
  let next: Tensors = {};
  const loss = (...values: tf.Tensor[]): tf.Tensor => {
    const own = Object.fromEntries(values.map((value, index) => [names[index] ?? '', value]));
    const options = { training: true, draws: givenDraws(draws, '') };
    const { taps, state: moved } = network.apply(own, state, batch, options);
    next = Object.fromEntries(Object.entries(moved).map(([name, tensor]) => [name, tf.keep(tensor)]));
    const { logits } = taps;
    if (logits === undefined) throw new Error(`${network.kind} has no logits.`);
    return tf.sum(tf.mul(tf.sin(logits), tf.reshape(tf.cos(tf.range(0, logits.size)), logits.shape)));
  };
  const found = tf.grads(loss)(Object.values(parameters));
  const moved = Object.fromEntries(
    Object.entries(next).map(([name, tensor]) => {
      const copy = tf.clone(tensor);
      tensor.dispose();
      return [name, copy];
    }),
  );
  return {
    gradients: Object.fromEntries(found.map((each, index) => [names[index] ?? '', each])),
    state: moved,
  };
}
