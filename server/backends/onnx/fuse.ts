import type { Graph, Node, ValueId } from '../recording/graph.ts';

type Sides = readonly [number, number];

/** [[0, 0], [above, below], [left, right], [0, 0]], as TensorFlow.js takes explicit margins. */
type Margins = readonly [Sides, Sides, Sides, Sides];

const none: Sides = [0, 0];

/** The zeros that a Pad adds around images, or null for one that does something else. */
function marginsOf({ kernel, attributes }: Node): Margins | null {
  const { paddings, constantValue } = attributes as { paddings?: Sides[]; constantValue?: number };
  if (kernel !== 'PadV2' || constantValue !== 0 || paddings?.length !== 4) return null;
  const [batch, rows = none, columns = none, channels] = paddings;
  const outside = [batch, channels].every((sides) => sides?.every((zeros) => zeros === 0));
  return outside ? [none, rows, columns, none] : null;
}

/** The margins that a Slice cuts off images on all sides, or null for one that does something else. */
function cutOf({ kernel, inputs, attributes, outputs }: Node, graph: Graph): Margins | null {
  const { begin } = attributes as { begin?: number[] };
  const from = graph.values[inputs.x ?? -1]?.shape ?? [];
  const to = graph.values[outputs[0] ?? -1]?.shape ?? [];
  if (kernel !== 'Slice' || from.length !== 4) return null;
  const sides = from.map((size, axis): Sides => {
    const before = begin?.[axis] ?? 0;
    return [before, size - (to[axis] ?? 0) - before];
  });
  const [batch = none, rows = none, columns = none, channels = none] = sides;
  return [...batch, ...channels].every((count) => count === 0) ? [none, rows, columns, none] : null;
}

const padded: ReadonlySet<string> = new Set([
  'Conv2D',
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNative',
  'DepthwiseConv2dNativeBackpropFilter',
]);

const unpadded: ReadonlySet<string> = new Set(['Conv2DBackpropInput', 'DepthwiseConv2dNativeBackpropInput']);

/**
 * Puts margins into the convolutions that read them: Pad before a convolution and its filter's gradient, and the cut
 * behind its input's gradient. TensorFlow.js has no symmetric margins, so networks add and cut them themselves.
 */
export function fuseMargins(graph: Graph): Graph {
  const pads = new Map<ValueId, { readonly x: ValueId; readonly pad: Margins }>();
  const readers = new Map<ValueId, Node[]>();
  for (const node of graph.nodes) {
    const pad = marginsOf(node);
    if (pad !== null && node.outputs[0] !== undefined && node.inputs.x !== undefined)
      pads.set(node.outputs[0], { x: node.inputs.x, pad });
    for (const id of Object.values(node.inputs)) readers.set(id, [...(readers.get(id) ?? []), node]);
  }
  const results = new Set(graph.outputs.map(({ value }) => value));
  const cuts = new Set<Node>();
  const nodes = graph.nodes.map((node): Node => {
    if (node.attributes.pad !== 'valid') return node;
    const before = padded.has(node.kernel) ? pads.get(node.inputs.x ?? -1) : undefined;
    if (before !== undefined)
      return {
        ...node,
        inputs: { ...node.inputs, x: before.x },
        attributes: { ...node.attributes, pad: before.pad },
      };
    const [output = -1] = node.outputs;
    const [slice, ...others] = readers.get(output) ?? [];
    const after = slice === undefined ? null : cutOf(slice, graph);
    if (!unpadded.has(node.kernel) || results.has(output) || others.length > 0) return node;
    if (slice === undefined || after === null) return node;
    cuts.add(slice);
    const inputShape = graph.values[slice.outputs[0] ?? -1]?.shape ?? [];
    return { ...node, outputs: slice.outputs, attributes: { ...node.attributes, inputShape, pad: after } };
  });
  const used = new Set([...results, ...nodes.flatMap(({ inputs }) => Object.values(inputs))]);
  const needed = (node: Node): boolean =>
    !cuts.has(node) && !(marginsOf(node) !== null && node.outputs.every((id) => !used.has(id)));
  return { ...graph, nodes: nodes.filter(needed) };
}
