import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree, Tree } from '../../distill/backend.ts';
import { recordInto } from './engine.ts';
import type { Graph, Port, Value } from './graph.ts';
import { Recording, type Captured } from './recording.ts';
import { mapLeaves, type Structure } from './trees.ts';

export interface Traced {
  readonly graph: Graph;
  /** Where each tensor of the function's result is among the outputs of the graph. */
  readonly outputs: Structure;
  /** Most bytes that TensorFlow.js held for it at once, without the inputs: what running it op by op would take. */
  readonly heldBytes: number;
}

/**
 * Every kernel call of a function of tensors, needed or not, in the order of the calls. `inputs` has the names that
 * `Inputs` has, and tensors (of which only shape and type count) or descriptions. No tensor outlives it, and the backend from
 * before is current again whatever happens.
 */
export function trace<Inputs extends TensorTree>(
  run: (inputs: Inputs) => TensorTree,
  inputs: Inputs | Tree<Value>,
  captured: Captured,
): Traced {
  const recording = new Recording(captured);
  const ports: Port[] = [];
  const outputs = recordInto(recording, () => {
    const given = mapLeaves<Value, Tensor>(inputs, (leaf, path) =>
      engine().makeTensorFromTensorInfo(recording.input(path, leaf)),
    );
    recording.watch();
    return mapLeaves<Tensor, number>(
      run(given as Inputs),
      (tensor, path) => ports.push({ name: path, value: recording.valueOf(tensor) }) - 1,
    );
  });
  return { graph: recording.graph(ports), outputs, heldBytes: recording.heldBytes };
}
