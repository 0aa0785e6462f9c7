import type { Graph, Node, ValueId } from '../recording/graph.ts';
import { Builder, elementType, type BuilderOptions } from './builder.ts';
import { findLowering } from './lower/index.ts';
import { encode, type OnnxValue } from './model.ts';

/** A part of a graph as an ONNX model. */
export interface Lowered {
  readonly model: Uint8Array;
  readonly nodes: number;
  /** Values that are fed, as `v` and their number. */
  readonly inputs: readonly ValueId[];
  /** Values that come out, and under which name. */
  readonly outputs: ReadonlyMap<ValueId, string>;
}

/** A node that has a lowering of its kernel which can't do its case. */
export class CannotLower extends Error {
  readonly node: Node;

  constructor(node: Node) {
    super(`${node.kernel} can't be lowered here.`);
    this.node = node;
  }
}

export const versions = { '': 20, 'com.microsoft': 1, 'com.microsoft.nchwc': 1 };

/** Lowers `nodes`, of which `wanted` values are read elsewhere. Throws CannotLower. */
export function lower(
  graph: Graph,
  nodes: readonly Node[],
  wanted: ReadonlySet<ValueId>,
  options: BuilderOptions,
): Lowered {
  const builder = new Builder(graph, options);
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const fed = [...new Set(nodes.flatMap(({ inputs }) => Object.values(inputs)))].filter(
    (value) => !made.has(value) && !graph.constants.has(value),
  );
  for (const value of fed) builder.set(value, `v${value}`);
  for (const node of nodes) {
    if (findLowering(node.kernel)?.lower(node, builder) === false) throw new CannotLower(node);
  }
  const names = new Map(
    [...made].filter((value) => wanted.has(value)).map((value) => [value, builder.get(value)]),
  );
  // A session's outputs are made by nodes, each under a name of its own.
  const free = new Set(builder.nodes.flatMap((node) => node.outputs));
  const outputs = new Map<ValueId, string>();
  for (const [value, name] of names) outputs.set(value, free.delete(name) ? name : builder.copy(name));
  const described = (value: ValueId, name: string): OnnxValue => {
    const { shape, dtype } = builder.value(value);
    return { name, shape, type: elementType(dtype) };
  };
  const model = encode({
    inputs: fed.map((value) => described(value, `v${value}`)),
    outputs: [...outputs].map(([value, name]) => described(value, name)),
    initializers: builder.initializers,
    nodes: builder.nodes,
    opsets: versions,
  });
  return { model, nodes: builder.nodes.length, inputs: fed, outputs };
}
