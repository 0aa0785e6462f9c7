import Type from 'typebox';
import { RetortError } from '../../protocol/failure.ts';
import type { Shape } from '../tensors.ts';
import { readConfig } from './config.ts';
import { imageInput, imageShape } from './context.ts';
import { fromGraph } from './from-graph.ts';
import type { LayerGraph } from './graph.ts';
import { importNodes } from './keras/import.ts';
import { readTopology, type KerasTopology } from './keras/topology.ts';
import type { NetworkDescriptor } from './network.ts';
import { say } from '../../text/say.ts';

const config = Type.Object(
  { path: Type.String({ minLength: 1, description: '`model.json` of a TensorFlow.js layers model' }) },
  { additionalProperties: false },
);

/** A TensorFlow.js layers model, trainable. Taps are the names of its layers, and `logits` (before a closing softmax). */
export const layersModel: NetworkDescriptor = {
  kind: 'layers-model',
  summary: 'A TensorFlow.js layers model (model.json), Sequential or Functional.',
  sources: ['tensorflow/tfjs, tfjs-layers/src/models.ts; Keras 2 serialisation'],
  config,
  jsonFiles: { path: null },
  build: (given, context) => {
    readConfig(config, given, 'layers-model');
    const json = Object.hasOwn(context.files, 'path') ? context.files.path : undefined;
    const topology = readTopology(json);
    const graph = toGraph(topology, imageShape(context));
    return fromGraph(graph, { kind: 'layers-model', classes: context.classes });
  },
};

function toGraph(topology: KerasTopology, image: Shape): LayerGraph {
  const declared = topology.input.shape;
  if (declared.length !== image.length || declared.some((size, i) => size !== null && size !== image[i])) {
    throw new RetortError({
      code: 'input-shape',
      message: say`The model's input is [${declared.map((size) => size ?? say`any`).join(', ')}], the data give [${image.join(', ')}].`,
      where: topology.input.name,
      next: say`Choose the data that the model was made for, or a model for these data.`,
    });
  }
  const { nodes, logits } = importNodes(topology);
  const renamed = (name: string): string => (name === topology.input.name ? imageInput : name);
  return {
    inputs: [{ name: imageInput, shape: image }],
    nodes: nodes.map(({ name, layer, config, inputs, tap }) => ({
      name,
      layer,
      config,
      inputs: inputs.map(renamed),
      tap: name === logits ? 'logits' : tap,
    })),
    logits,
  };
}
