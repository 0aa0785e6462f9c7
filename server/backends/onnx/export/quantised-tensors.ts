import type { Initializer, OnnxModel, OnnxNode } from '../model.ts';

/** Nodes whose products run on integers, by node: the activation they read and their weight. */
export interface Target {
  readonly node: OnnxNode;
  readonly activation: string;
  readonly weight: Initializer;
  /** Axis of the weight with an entry a channel of the result. */
  readonly axis: 0 | 1;
}

/** What of a model becomes integers. */
export interface Selection {
  readonly targets: ReadonlyMap<OnnxNode, Target>;
  /** Activations that are rounded, each with the tensor whose scale it has. */
  readonly roots: ReadonlyMap<string, string>;
  /** Nodes that read rounded activations beside the targets. */
  readonly readers: ReadonlySet<OnnxNode>;
}

/** They only choose or move numbers, so that what goes in and out has one scale. */
const moving = new Set(['MaxPool', 'Reshape', 'Transpose', 'Flatten', 'Identity']);

/** ONNX Runtime runs these on integers between rounded activations. */
const blending = new Set(['Add', 'AveragePool', 'GlobalAveragePool', 'LeakyRelu', 'Concat']);

/**
 * Chooses what runs on integers: Conv, Gemm and MatMul with a constant weight read rounded activations. Between
 * convolutions nothing is a float: results of Conv are rounded (after ReLU, which is then nothing but the bottom of
 * the scale), and so is what reads and is read by them. Anything else (LayerNorm, Softmax, sums of a transformer's
 * residual stream) stays float32.
 */
export function select({ nodes, initializers, outputs }: OnnxModel): Selection {
  const weights = new Map(initializers.map((each) => [each.name, each]));
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const readersOf = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const name of node.inputs) readersOf.set(name, [...(readersOf.get(name) ?? []), node]);
  const results = new Set(outputs.map(({ name }) => name));
  const targets = new Map(
    nodes.flatMap((node) => {
      const target = targetOf(node, weights);
      return target === null ? [] : [[node, target] as const];
    }),
  );

  const roots = new Map<string, string>();
  /** Rounds a tensor and those that it is moved from. */
  const round = (name: string): string => {
    const known = roots.get(name);
    if (known !== undefined) return known;
    const maker = makers.get(name);
    const from = maker !== undefined && moving.has(maker.op) ? maker.inputs[0] : undefined;
    const root = from === undefined ? name : round(from);
    roots.set(name, root);
    return root;
  };
  for (const { activation } of targets.values()) round(activation);
  const reads = (node: OnnxNode): boolean =>
    targets.has(node) || moving.has(node.op) || blending.has(node.op);
  for (const node of nodes) {
    if (node.op !== 'Conv' || !targets.has(node)) continue;
    const name = afterRelu(node, readersOf, results);
    const readers = readersOf.get(name) ?? [];
    if (!results.has(name) && readers.length > 0 && readers.every(reads)) round(name);
  }
  const readers = nodes.filter((node) => {
    const [from = '', ...rest] = node.inputs;
    const [to = ''] = node.outputs;
    if (moving.has(node.op)) return roots.has(from) && roots.has(to);
    return blending.has(node.op) && [from, ...rest].every((name) => roots.has(name));
  });
  return { targets, roots, readers: new Set(readers) };
}

function targetOf(node: OnnxNode, weights: ReadonlyMap<string, Initializer>): Target | null {
  const [activation = '', name = '', bias = ''] = node.inputs;
  const weight = weights.get(name);
  if (weight?.type !== 'float32' || weights.has(activation)) return null;
  const { transA, transB, alpha, beta } = node.attributes;
  switch (node.op) {
    case 'Conv':
      return bias === '' || weights.has(bias) ? { node, activation, weight, axis: 0 } : null;
    case 'Gemm': {
      const plain = !transA && alpha === undefined && beta === undefined;
      const fits = plain && (bias === '' || weights.get(bias)?.shape.length === 1);
      return fits ? { node, activation, weight, axis: transB === 1 ? 0 : 1 } : null;
    }
    case 'MatMul':
      return weight.shape.length === 2 ? { node, activation, weight, axis: 1 } : null;
    default:
      return null;
  }
}

/** A node's result, or that of the ReLU that alone reads it. */
function afterRelu(
  { outputs: [made = ''] }: OnnxNode,
  readers: ReadonlyMap<string, readonly OnnxNode[]>,
  results: ReadonlySet<string>,
): string {
  const [only, ...others] = readers.get(made) ?? [];
  const relu = only?.op === 'Relu' && others.length === 0 && !results.has(made);
  return relu ? (only.outputs[0] ?? made) : made;
}
