import { engine, tensor, tidy, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import type { Graph, Node, ValueId } from '../recording/graph.ts';
import type { Numbers } from './session.ts';

/** Runs one recorded node with TensorFlow.js's own JavaScript kernel. */
export function runOnEngine(node: Node, graph: Graph, memory: Map<ValueId, Numbers>): void {
  tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(node.inputs).map(([name, id]) => {
        const { shape, dtype } = graph.values[id] ?? { shape: [], dtype: 'float32' };
        return [name, tensor(memory.get(id) ?? [], [...shape], dtype)];
      }),
    );
    const result: Tensor | Tensor[] = engine().runKernel(
      node.kernel,
      inputs,
      node.attributes as NamedAttrMap,
    );
    (Array.isArray(result) ? result : [result]).forEach((output, index) => {
      const id = node.outputs[index];
      if (id !== undefined) memory.set(id, output.dataSync<'float32'>());
    });
  });
}
