import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Graph, Node, ValueId } from '../recording/graph.ts';
import { runNode } from '../recording/replay.ts';
import { valueOf } from '../recording/values.ts';
import { numbersOf } from './numbers.ts';
import type { Numbers } from './session.ts';

/** Runs one recorded node with TensorFlow.js's own JavaScript kernel. */
export function runOnEngine(node: Node, graph: Graph, memory: Map<ValueId, Numbers>): void {
  tidy(() => {
    const outputs = runNode(node, (id) => {
      const { shape, dtype } = valueOf(graph, id);
      return tensor(memory.get(id) ?? [], [...shape], dtype);
    });
    outputs.forEach((output, index) => {
      const id = node.outputs[index];
      if (id !== undefined) memory.set(id, numbersOf(output));
    });
  });
}
