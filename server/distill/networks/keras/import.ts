import { RetortError } from '../../../protocol/failure.ts';
import type { LayerNode } from '../graph.ts';
import { findKerasImport, kerasClassNames } from '../layers/index.ts';
import { badModel, type KerasNode, type KerasTopology } from './topology.ts';
import { say } from '../../../text/say.ts';

/** The layers that one Keras layer becomes, and where their variables come from. */
export interface ImportedNode extends LayerNode {
  /** Name in the weights manifest by unprefixed name of the variable. */
  readonly weights: Readonly<Record<string, string>>;
}

/**
 * A Keras layer as nodes; the last carries the layer's name as its tap.
 * Throws `lambda-layer` and `unknown-layer` by name.
 */
export function importNode({ name, className, config, inputs }: KerasNode): readonly ImportedNode[] {
  if (className === 'Lambda') {
    throw new RetortError({
      code: 'lambda-layer',
      message: say`Layer ${name} is a Lambda: its function is code, which a model file may not bring along.`,
      where: name,
      next: say`Replace it by a layer of its own kind and save the model again.`,
    });
  }
  const imported = findKerasImport(className)?.fromKeras(config, className);
  if (imported === undefined) {
    throw new RetortError({
      code: 'unknown-layer',
      message: say`Layer ${name} is a ${className.slice(0, 60)}, which Retort can't train.`,
      where: name,
      next: say`Replace it; these can be read: ${kerasClassNames.join(', ')}.`,
    });
  }
  return imported.map((part, index) => ({
    name: name + part.suffix,
    layer: part.layer,
    config: part.config,
    inputs: index === 0 ? inputs : [name + (imported[index - 1]?.suffix ?? '')],
    tap: index === imported.length - 1 ? name : null,
    weights: part.weights,
  }));
}

/**
 * All nodes of a model. Where a Keras layer becomes several, those that read it read the last of them.
 * A softmax at the end is left out; `logits` is then what it reads.
 */
export function importNodes(topology: KerasTopology): {
  readonly nodes: readonly ImportedNode[];
  readonly logits: string;
} {
  const last = new Map([[topology.input.name, topology.input.name]]);
  const nodes = topology.nodes.flatMap((keras) => {
    const inputs = keras.inputs.map((input) => last.get(input) ?? input);
    const imported = importNode({ ...keras, inputs });
    last.set(keras.name, imported.at(-1)?.name ?? keras.name);
    return imported;
  });
  const output = nodes.find(({ name }) => name === last.get(topology.output));
  if (output === undefined) throw badModel(say`The model has no layers besides its input`);
  if (output.layer !== 'activation') return { nodes, logits: output.name };
  const [before] = output.inputs;
  if (output.config.function === 'sigmoid') {
    throw new RetortError({
      code: 'sigmoid-output',
      message: say`The model ends in a sigmoid (${output.name}); a classifier with one logit a class is expected.`,
      where: output.name,
      next: say`Save the model without the sigmoid, with one output a class.`,
    });
  }
  if (output.config.function !== 'softmax' || before === undefined) return { nodes, logits: output.name };
  return { nodes: nodes.filter((node) => node !== output), logits: before };
}
