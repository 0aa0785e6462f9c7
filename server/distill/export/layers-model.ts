import { RetortError } from '../../protocol/failure.ts';
import type { LayerNode } from '../networks/graph.ts';
import { readConfig } from '../networks/config.ts';
import { findLayer } from '../networks/layers/index.ts';
import type { Network } from '../networks/network.ts';
import type { HostTensor, HostTensors } from '../tensors.ts';
import { say } from '../../text/say.ts';

/** File name of the one weight shard. */
export const weightsFile = 'weights.bin';

/** The two files of a TensorFlow.js layers model. */
export interface LayersModelFiles {
  /** Content of `model.json`. */
  readonly modelJson: Readonly<Record<string, unknown>>;
  /** Content of `weights.bin`: float32, little-endian. */
  readonly weights: Uint8Array;
}

interface Weight {
  readonly name: string;
  readonly tensor: HostTensor;
}

/**
 * A network as a TensorFlow.js layers model (Keras 2, Functional) whose output is the logits. `tensors` are its
 * parameters and state by name. Throws `not-exportable` for networks that are not made of layers.
 */
export function layersModel(network: Network, tensors: HostTensors): LayersModelFiles {
  const graph = network.layers;
  if (graph === undefined) {
    throw new RetortError({
      code: 'not-exportable',
      message: say`A ${network.kind} network is not made of layers and can't be a layers model.`,
      next: say`Export it as safetensors.`,
    });
  }
  const variables = new Map(
    [...network.parameters, ...network.state].map(({ name }) => {
      const found = tensors[name];
      if (found === undefined) throw new Error(`variable ${name} was not given`);
      return [name, found] as const;
    }),
  );
  const nodes = graph.nodes.map((node) => exportNode(node, variables));
  const weights = nodes.flatMap((node) => node.weights);
  const modelTopology = {
    class_name: 'Functional',
    config: {
      name: 'student',
      layers: [...graph.inputs.map(inputLayer), ...nodes.flatMap((node) => node.layers)],
      input_layers: graph.inputs.map(({ name }) => [name, 0, 0]),
      output_layers: [[graph.logits, 0, 0]],
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
  return {
    modelJson: {
      format: 'layers-model',
      generatedBy: 'Retort',
      convertedBy: null,
      modelTopology,
      weightsManifest: [
        {
          paths: [weightsFile],
          weights: weights.map(({ name, tensor }) => ({ name, shape: tensor.shape, dtype: 'float32' })),
        },
      ],
    },
    weights: joined(weights),
  };
}

function inputLayer({ name, shape }: { readonly name: string; readonly shape: readonly number[] }) {
  return {
    class_name: 'InputLayer',
    name,
    config: { name, batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false },
    inbound_nodes: [],
  };
}

/** A node as one or more Keras layers; the last goes by the node's name. */
function exportNode(node: LayerNode, variables: ReadonlyMap<string, HostTensor>) {
  const { config, keras } = findLayer(node.layer, node.name);
  const chain = keras.toKeras(readConfig(config, node.config, node.name));
  const nameOf = (index: number): string =>
    index === chain.length - 1 ? node.name : `${node.name}.${index}`;
  const layers = chain.map(({ className, config }, index) => {
    const inputs = index === 0 ? node.inputs : [nameOf(index - 1)];
    return {
      class_name: className,
      name: nameOf(index),
      config: { name: nameOf(index), trainable: true, dtype: 'float32', ...config },
      inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])],
    };
  });
  const weights = Object.entries(keras.weights ?? {}).flatMap(([variable, name]): Weight[] => {
    const tensor = variables.get(`${node.name}/${variable}`);
    return tensor === undefined ? [] : [{ name: `${node.name}/${name}`, tensor }];
  });
  return { layers, weights };
}

function joined(weights: readonly Weight[]): Uint8Array {
  const values = new Float32Array(weights.reduce((sum, { tensor }) => sum + tensor.data.length, 0));
  let offset = 0;
  for (const { tensor } of weights) {
    values.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  return new Uint8Array(values.buffer);
}
