import { findNetwork } from '../../../server/distill/networks/index.ts';
import type { Network, NetworkContext } from '../../../server/distill/networks/network.ts';
import type { NetworkDescription } from './protocol.ts';

/** A network, and what the Python peers need to know to build theirs. */
export interface Model {
  readonly network: Network;
  readonly description: NetworkDescription;
}

/** Tokens are below it. */
export const vocabulary = 8000;
export const textClasses = 10;
export const cifarClasses = 100;
export const digits = 10;

/** A BERT classifier without dropout, on sequences of 64 tokens without padding. */
export function bert(size: {
  readonly blocks: number;
  readonly width: number;
  readonly heads: number;
}): Model {
  const network = findNetwork('bert').build(
    {
      ...size,
      feedForward: 4 * size.width,
      vocabulary,
      positions: 64,
      dropout: 0,
      attentionDropout: 0,
    },
    context({ tokens: { shape: [64], dtype: 'int32' } }, textClasses),
  );
  return { network, description: { kind: 'bert', blocks: size.blocks, heads: size.heads } };
}

/** A CIFAR residual network with 100 classes. */
export const resnet = (size: { readonly depth: number; readonly width: number }): Model =>
  asLayers(
    findNetwork('resnet').build(
      size,
      context({ image: { shape: [32, 32, 3], dtype: 'float32' } }, cifarClasses),
    ),
  );

const digit = context({ image: { shape: [28, 28, 1], dtype: 'float32' } }, digits);

/** Student and teacher of examples/mnist.distill.yaml. */
export const mlp = (): Model => asLayers(findNetwork('mlp').build({ hidden: [32] }, digit));
export const lenet5 = (): Model => asLayers(findNetwork('lenet5').build({}, digit));

function context(fields: NetworkContext['fields'], classes: number): NetworkContext {
  return { fields, classes, files: {} };
}

function asLayers(network: Network): Model {
  const { layers } = network;
  if (layers === undefined) throw new Error(`${network.kind} is not a graph of layers.`);
  return {
    network,
    description: { kind: 'layers', input: layers.inputs[0]?.name ?? '', nodes: layers.nodes },
  };
}
