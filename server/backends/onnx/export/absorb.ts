import { sizeOf, type Shape } from '../../../distill/tensors.ts';
import type { Graph, Node, Value, ValueId } from '../../recording/graph.ts';
import { uses } from '../../recording/values.ts';

/** Kernels that multiply by a weight, with the weight's name, and what they are called once a bias belongs to them. */
const products: Readonly<Record<string, { readonly weight: string; readonly biased: string }>> = {
  Conv2D: { weight: 'filter', biased: 'FusedConv2D' },
  FusedConv2D: { weight: 'filter', biased: 'FusedConv2D' },
  DepthwiseConv2dNative: { weight: 'filter', biased: 'FusedDepthwiseConv2D' },
  FusedDepthwiseConv2D: { weight: 'filter', biased: 'FusedDepthwiseConv2D' },
  BatchMatMul: { weight: 'b', biased: '_FusedMatMul' },
  _FusedMatMul: { weight: 'b', biased: '_FusedMatMul' },
};

/** A product that took something over, and what has to be computed from weights before. */
interface Taken {
  readonly product: Node;
  readonly before: readonly Node[];
}

/**
 * The same function with what stands beside a product taken into it: a factor and a summand a channel, which is what
 * batch-norm is in evaluation, into weight and bias; zeros around the image into the convolution's own. `fixed` are
 * the values that don't change. What is computed from them alone comes before everything else.
 */
export function absorb(graph: Graph, fixed: ReadonlySet<ValueId>): Graph {
  return new Absorption(graph, fixed).run();
}

class Absorption {
  readonly #graph: Graph;
  readonly #values: Value[];
  readonly #fixed: Set<ValueId>;
  /** By output; what is taken over goes. Values keep their order, which is one in which they can run. */
  readonly #nodes = new Map<ValueId, Node>();
  readonly #before: Node[] = [];
  readonly #users: ReadonlyMap<ValueId, number>;

  constructor(graph: Graph, fixed: ReadonlySet<ValueId>) {
    this.#graph = graph;
    this.#values = [...graph.values];
    this.#fixed = new Set([...fixed, ...graph.constants.keys()]);
    this.#users = uses(graph);
  }

  run(): Graph {
    for (const node of this.#graph.nodes) {
      const [output = -1] = node.outputs;
      if (Object.values(node.inputs).every((value) => this.#fixed.has(value))) {
        node.outputs.forEach((value) => this.#fixed.add(value));
        this.#before.push(node);
        continue;
      }
      const taken = this.#padded(node) ?? this.#scaled(node) ?? this.#shifted(node);
      this.#before.push(...(taken?.before ?? []));
      this.#nodes.set(output, taken?.product ?? node);
    }
    return { ...this.#graph, values: this.#values, nodes: [...this.#before, ...this.#nodes.values()] };
  }

  /** A convolution of an image with zeros around it. */
  #padded(node: Node): Taken | null {
    if (!/Conv2[dD]/.test(node.kernel) || node.attributes.pad !== 'valid') return null;
    const image = node.inputs.x ?? -1;
    const zeros = this.#nodes.get(image);
    if (zeros?.kernel !== 'PadV2' || zeros.attributes.constantValue !== 0 || this.#users.get(image) !== 1)
      return null;
    const pad = zeros.attributes.paddings as readonly (readonly [number, number])[];
    if (pad[0]?.some(Boolean) === true || pad[3]?.some(Boolean) === true) return null;
    this.#nodes.delete(image);
    const attributes = { ...node.attributes, pad };
    return {
      product: { ...node, inputs: { ...node.inputs, x: zeros.inputs.x ?? -1 }, attributes },
      before: [],
    };
  }

  /** product · factor. */
  #scaled(node: Node): Taken | null {
    const found = node.kernel === 'Multiply' ? this.#beside(node) : null;
    if (found === null) return null;
    const { product, weight, list, key } = found;
    const before: Node[] = [];
    const { shape } = this.#value(weight);
    const turned = product.attributes.transposeB === true;
    const spread = product.kernel.includes('Depthwise')
      ? shape.slice(2)
      : [...(turned ? [shape.at(-2) ?? 1, 1] : [shape.at(-1) ?? 1])];
    const factor = this.#computed(before, 'Reshape', { x: list }, spread);
    const inputs = {
      ...product.inputs,
      [key]: this.#computed(before, 'Multiply', { a: weight, b: factor }, shape),
    };
    if (product.inputs.bias !== undefined)
      inputs.bias = this.#computed(before, 'Multiply', { a: product.inputs.bias, b: list }, [sizeOf(spread)]);
    return { product: { ...product, inputs, outputs: node.outputs }, before };
  }

  /** product + summand. */
  #shifted(node: Node): Taken | null {
    const found = node.kernel === 'Add' ? this.#beside(node) : null;
    if (found === null) return null;
    const { product, list } = found;
    const before: Node[] = [];
    const old = product.inputs.bias;
    const bias =
      old === undefined ? list : this.#computed(before, 'Add', { a: list, b: old }, this.#value(list).shape);
    const kernel = products[product.kernel]?.biased ?? product.kernel;
    return {
      product: { ...product, kernel, inputs: { ...product.inputs, bias }, outputs: node.outputs },
      before,
    };
  }

  /** The product that is one operand of a node, where the other is a fixed list of a number a channel. */
  #beside({ inputs, outputs: [output = -1] }: Node) {
    for (const [from = -1, list = -1] of [
      [inputs.a, inputs.b],
      [inputs.b, inputs.a],
    ]) {
      const product = this.#nodes.get(from);
      const key = product && products[product.kernel]?.weight;
      if (product === undefined || key === undefined || this.#users.get(from) !== 1) continue;
      const weight = product.inputs[key] ?? -1;
      const channels = this.#value(output).shape.at(-1);
      const { shape } = this.#value(list);
      const plain = (product.attributes.activation ?? 'linear') === 'linear';
      const flat = key === 'filter' || this.#value(weight).shape.length === 2;
      if (!plain || !flat || !this.#fixed.has(list) || !this.#fixed.has(weight)) continue;
      if (shape.length !== 1 || shape[0] !== channels) continue;
      this.#nodes.delete(from);
      return { product, key, weight, list };
    }
    return null;
  }

  /** A value of this shape that is computed once. */
  #computed(nodes: Node[], kernel: string, inputs: Node['inputs'], shape: Shape): ValueId {
    const made = this.#values.push({ shape, dtype: 'float32' }) - 1;
    nodes.push({ kernel, inputs, attributes: { shape }, outputs: [made], flops: 0 });
    this.#fixed.add(made);
    return made;
  }

  #value(id: ValueId): Value {
    return this.#values[id] ?? { shape: [], dtype: 'float32' };
  }
}
