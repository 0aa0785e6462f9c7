import type { Graph, Node, ValueId } from '../recording/graph.ts';

/** Neighbouring nodes that run in the same place. */
export interface Segment {
  readonly place: 'session' | 'host';
  readonly nodes: readonly Node[];
}

/**
 * Cuts a graph into as few alternating segments as its dependencies allow: a node runs as early as its inputs and its
 * place let it.
 */
export function segments(graph: Graph, onHost: (node: Node) => boolean): readonly Segment[] {
  const stageOf = new Map<ValueId, number>();
  const stages = new Map<number, Node[]>();
  for (const node of graph.nodes) {
    const after = Math.max(0, ...Object.values(node.inputs).map((value) => stageOf.get(value) ?? 0));
    // Sessions run at even stages, the host at odd ones.
    const stage = after % 2 === (onHost(node) ? 1 : 0) ? after : after + 1;
    for (const value of node.outputs) stageOf.set(value, stage);
    const nodes = stages.get(stage) ?? [];
    stages.set(stage, nodes);
    nodes.push(node);
  }
  return [...stages.keys()]
    .sort((a, b) => a - b)
    .map((stage) => ({ place: stage % 2 === 1 ? 'host' : 'session', nodes: stages.get(stage) ?? [] }));
}
