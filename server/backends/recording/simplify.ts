import { aliasOf } from './aliases.ts';
import type { ConstantData, Graph, Node, Port, Value, ValueId } from './graph.ts';

/**
 * The same function with less to do: nodes and constants that compute the same are one, what renames nothing is
 * dropped, long constants of one number are fills, and what no output needs is gone. Inputs stay, needed or not. Values are numbered anew: inputs, constants,
 * outputs of nodes.
 *
 * Worth it because gradients and optimizers repeat themselves: Adam works out 1 − βᵗ for every variable, and the
 * gradient tape copies whatever it keeps.
 */
export const simplify = (graph: Graph): Graph => pruned(merged(graph));

/** Kernels are pure, so the same call gives the same. */
function merged(graph: Graph): Graph {
  const same = graph.values.map((_, value) => value);
  const now = (value: ValueId): ValueId => same[value] ?? value;
  const known = new Map<string, readonly ValueId[]>();
  const constants = new Map<ValueId, ConstantData>();
  const fills: Node[] = [];
  for (const [value, data] of graph.constants) {
    const fill = data.length > longestCompared ? asFill(value, graph.values[value], data) : null;
    if (fill !== null) {
      fills.push(fill);
      continue;
    }
    const key = constantKey(graph.values[value], data);
    const [before] = (key === null ? undefined : known.get(key)) ?? [];
    if (before !== undefined) same[value] = before;
    else {
      constants.set(value, data);
      if (key !== null) known.set(key, [value]);
    }
  }
  const nodes: Node[] = [];
  for (const node of [...fills, ...graph.nodes]) {
    const inputs = Object.fromEntries(Object.entries(node.inputs).map(([name, value]) => [name, now(value)]));
    const moved = { ...node, inputs };
    const key = nodeKey(moved);
    const before = unchanged(moved, graph.values) ?? known.get(key);
    if (before) node.outputs.forEach((value, index) => (same[value] = before[index] ?? value));
    else {
      known.set(key, node.outputs);
      nodes.push(moved);
    }
  }
  return {
    ...graph,
    constants,
    nodes,
    outputs: graph.outputs.map((port) => ({ ...port, value: now(port.value) })),
  };
}

/** What an alias that doesn't change the shape stands for. */
function unchanged(node: Node, values: readonly Value[]): readonly ValueId[] | null {
  const source = aliasOf(node, values);
  const [output] = node.outputs;
  if (source === null || output === undefined) return null;
  return values[source]?.shape.join() === values[output]?.shape.join() ? [source] : null;
}

/** Longer constants are rarely alike unless they are one number over and over. */
const longestCompared = 64;

/**
 * A constant of one number as the node that would make it: the gradients of Sum and Mean multiply by ones of the
 * input's shape, which in a transformer of four blocks is 14 MB of them.
 */
function asFill(value: ValueId, described: Value | undefined, data: ConstantData): Node | null {
  const [first] = data;
  if (first === undefined || described === undefined || described.dtype === 'bool') return null;
  // A plain loop: three times as fast as `every` on the millions of numbers of a transformer.
  for (let index = 1; index < data.length; index++) if (!Object.is(data[index], first)) return null;
  const { shape, dtype } = described;
  return {
    kernel: 'Fill',
    inputs: {},
    attributes: { shape, value: first, dtype },
    outputs: [value],
    flops: 0,
  };
}

function constantKey(value: Value | undefined, data: ConstantData): string | null {
  if (data.length > longestCompared || value === undefined) return null;
  // By bits: −0 is not 0, and NaN is NaN.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return `${value.dtype}[${value.shape.join()}]${bytes.join()}`;
}

const nodeKey = ({ kernel, inputs, attributes }: Node): string =>
  `${kernel}${JSON.stringify(inputs)}${JSON.stringify(attributes, exactly)}`;

/** JSON knows neither −0 nor what isn't finite. */
const exactly = (_: string, value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? `number ${Object.is(value, -0) ? '-0' : value}`
    : value;

function pruned(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map(({ value }) => value));
  const nodes = graph.nodes.toReversed().filter((node) => {
    const use = node.outputs.some((value) => needed.has(value));
    if (use) Object.values(node.inputs).forEach((value) => needed.add(value));
    return use;
  });
  nodes.reverse();
  const constants = [...graph.constants].filter(([value]) => needed.has(value));
  return renumbered({ ...graph, nodes, constants: new Map(constants) });
}

function renumbered(graph: Graph): Graph {
  const values: Value[] = [];
  const places = new Map<ValueId, ValueId>();
  const define = (value: ValueId): ValueId => {
    const description = graph.values[value];
    if (description === undefined) throw new TypeError(`There is no value ${value}.`);
    const place = values.push(description) - 1;
    places.set(value, place);
    return place;
  };
  const place = (value: ValueId): ValueId => {
    const found = places.get(value);
    if (found === undefined) throw new TypeError(`The value ${value} is used before it is made.`);
    return found;
  };
  const port = ({ name, value }: Port): Port => ({ name, value: place(value) });
  graph.inputs.forEach(({ value }) => define(value));
  const constants = new Map([...graph.constants].map(([value, data]) => [define(value), data]));
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: Object.fromEntries(Object.entries(node.inputs).map(([name, value]) => [name, place(value)])),
    outputs: node.outputs.map(define),
  }));
  return { values, inputs: graph.inputs.map(port), constants, nodes, outputs: graph.outputs.map(port) };
}
