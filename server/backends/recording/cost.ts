import { sizeOf } from '../../distill/tensors.ts';
import { aliasOf } from './aliases.ts';
import type { Graph, Node, Port, Value, ValueId } from './graph.ts';

/** What running a graph takes. */
export interface Cost {
  readonly flops: number;
  /** By all nodes; an alias writes nothing. */
  readonly writtenBytes: number;
  readonly inputBytes: number;
  readonly constantBytes: number;
  /** Most bytes alive at once: inputs and constants throughout, everything else from its node to its last use. */
  readonly peakBytes: number;
}

export interface CostOptions {
  /** Groups of inputs whose memory is free after their last use. */
  readonly donated?: readonly string[];
}

/**
 * Counts a graph in the order of its nodes, each of whose outputs is a buffer of its own while its inputs are still
 * there. Aliases share a buffer, which lives as long as any of them; outputs live to the end.
 */
export function cost(graph: Graph, { donated = [] }: CostOptions = {}): Cost {
  const buffers = buffersOf(graph);
  const bytes = graph.values.map(bytesOf);
  const size = (value: ValueId): number => bytes[value] ?? 0;
  const total = (values: Iterable<ValueId>): number =>
    [...values].reduce((sum, value) => sum + size(value), 0);
  const given = ({ name }: Port): boolean => !donated.some((group) => name.startsWith(`${group}/`));
  const lasting = [
    ...graph.inputs.filter(given).map(({ value }) => value),
    ...graph.constants.keys(),
    ...graph.outputs.map(({ value }) => buffers[value] ?? value),
  ];
  const lastUses = lastUsesOf(graph, buffers, new Set(lasting));

  const inputBytes = total(graph.inputs.map(({ value }) => value));
  const constantBytes = total(graph.constants.keys());
  let flops = 0;
  let writtenBytes = 0;
  let live = inputBytes + constantBytes;
  let peakBytes = live;
  graph.nodes.forEach((node, index) => {
    const made = total(node.outputs.filter((value) => buffers[value] === value));
    flops += node.flops;
    writtenBytes += made;
    live += made;
    peakBytes = Math.max(peakBytes, live);
    live -= total(lastUses[index] ?? []);
  });
  return { flops, writtenBytes, inputBytes, constantBytes, peakBytes };
}

/** As TensorFlow.js keeps it. */
const bytesOf = ({ shape, dtype }: Value): number => sizeOf(shape) * (dtype === 'bool' ? 1 : 4);

/** The value that each value shares its buffer with: itself, or what it is an alias of in the end. */
function buffersOf({ values, nodes }: Graph): readonly ValueId[] {
  const buffers = values.map((_, value) => value);
  for (const node of nodes) {
    const source = aliasOf(node, values);
    const [output] = node.outputs;
    if (source !== null && output !== undefined) buffers[output] = buffers[source] ?? source;
  }
  return buffers;
}

/** Buffers that are free after each node. */
function lastUsesOf(
  { nodes }: Graph,
  buffers: readonly ValueId[],
  lasting: ReadonlySet<ValueId>,
): readonly (readonly ValueId[])[] {
  const last = new Map<ValueId, number>();
  nodes.forEach((node, index) => {
    for (const value of touched(node)) last.set(buffers[value] ?? value, index);
  });
  const free: ValueId[][] = nodes.map(() => []);
  for (const [buffer, index] of last) if (!lasting.has(buffer)) free[index]?.push(buffer);
  return free;
}

const touched = ({ inputs, outputs }: Node): readonly ValueId[] => [...Object.values(inputs), ...outputs];
