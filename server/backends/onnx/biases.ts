import type { Graph, Node, ValueId } from '../recording/graph.ts';
import { uses } from '../recording/values.ts';

/** Puts the bias into the product of two matrices that nothing else reads, so that it costs no pass of its own. */
export function joinBiases(graph: Graph): Graph {
  const readers = uses(graph);
  const products = new Map<ValueId, Node>();
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    const flat = output !== undefined && graph.values[output]?.shape.length === 2;
    if (node.kernel === 'BatchMatMul' && flat && readers.get(output) === 1) products.set(output, node);
  }
  const joined = new Set<Node>();
  const nodes = graph.nodes.map((node): Node => {
    const [first, second] = node.kernel === 'Add' ? Object.values(node.inputs) : [];
    if (first === undefined || second === undefined) return node;
    const [sum, bias] = products.has(first) ? [first, second] : [second, first];
    const product = products.get(sum);
    const columns = graph.values[sum]?.shape[1];
    const vector = graph.values[bias]?.shape;
    if (product === undefined || vector?.length !== 1 || vector[0] !== columns) return node;
    joined.add(product);
    return {
      kernel: '_FusedMatMul',
      inputs: { ...product.inputs, bias },
      attributes: { ...product.attributes, activation: 'linear' },
      outputs: node.outputs,
      flops: product.flops + node.flops,
    };
  });
  return { ...graph, nodes: nodes.filter((node) => !joined.has(node)) };
}
