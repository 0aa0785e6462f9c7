import type { DataType } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../distill/tensors.ts';
import type { ConstantData, Graph, Node, Value, ValueId } from '../recording/graph.ts';
import { uses, valueOf } from '../recording/values.ts';
import { finish, type Held } from './held.ts';
import { convert } from './layouts.ts';
import { elementCodes, type Attribute, type ElementType, type Initializer, type OnnxNode } from './model.ts';

/**
 * How a value lies in memory. `plain` is TensorFlow.js's row-major order, whatever the rank. The others are for images
 * [batch, height, width, channels]: `nchw`, and ONNX Runtime's own `blocked`, [batch, channels / block, height, width,
 * block], which claims to be [batch, channels, height, width]. `rows` is the blocked layout of matrices
 * (matrices.ts).
 */
export type Layout = 'plain' | 'nchw' | 'blocked' | 'rows';

export interface BuilderOptions {
  /** Block size of the blocked layout here; null: not to be used. */
  readonly block: number | null;
  /** Of the session; 1 unless said. */
  readonly threads?: number;
  /** ONNX's own operators alone, for files that others read. */
  readonly standard?: boolean;
}

/** A smaller tensor that a value repeats along axes, as broadcasting does. */
export interface Repeated {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface EmitOptions {
  readonly domain?: string;
  readonly outputs?: number;
}

/** The domain of ONNX Runtime's own operators. */
export const microsoft = 'com.microsoft';

const elementTypes: Partial<Record<DataType, ElementType>> = {
  float32: 'float32',
  int32: 'int32',
  bool: 'bool',
};

/** ONNX's name for a type of TensorFlow.js. */
export function elementType(dtype: DataType): ElementType {
  const type = elementTypes[dtype];
  if (type === undefined) throw new TypeError(`Tensors of type ${dtype} can't be lowered.`);
  return type;
}

/** ONNX nodes in the making, and which of them holds which value of the recorded graph, in which layouts. */
export class Builder {
  readonly block: number | null;
  readonly threads: number;
  readonly standard: boolean;
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly #graph: Graph;
  readonly #names = new Map<ValueId, Map<Layout, string>>();
  /** Results by what they are: the same node on the same inputs is emitted once. */
  readonly #known = new Map<string, readonly string[]>();
  readonly #users: ReadonlyMap<ValueId, number>;
  readonly #repeated = new Map<ValueId, Repeated | null>();
  readonly #held = new Map<ValueId, Held>();
  #count = 0;

  constructor(graph: Graph, { block, threads = 1, standard = false }: BuilderOptions) {
    this.#graph = graph;
    this.block = block;
    this.threads = threads;
    this.standard = standard;
    this.#users = uses(graph);
  }

  /** Shape and type of a recorded value. */
  value(id: ValueId): Value {
    return valueOf(this.#graph, id);
  }

  /** Numbers of a value that never changes, or null. */
  constantOf(id: ValueId): ConstantData | null {
    return this.#graph.constants.get(id) ?? null;
  }

  /** How many nodes and outputs of the graph read a value. */
  users(id: ValueId): number {
    return this.#users.get(id) ?? 0;
  }

  /** Name of a value in a layout; converted once where it only lies in another. */
  get(id: ValueId, layout: Layout = 'plain'): string {
    this.#settle(id);
    const names = this.#names.get(id) ?? new Map<Layout, string>();
    this.#names.set(id, names);
    const there = names.get(layout);
    if (there !== undefined) return there;
    const [other] = names;
    const plain = names.get('plain');
    const first = plain === undefined ? other : (['plain', plain] as const);
    const name =
      first === undefined
        ? this.#first(id)
        : convert(this, { name: first[1], shape: this.value(id).shape, from: first[0], to: layout });
    names.set(first === undefined ? 'plain' : layout, name);
    return first === undefined && layout !== 'plain' ? this.get(id, layout) : name;
  }

  #first(id: ValueId): string {
    const data = this.constantOf(id);
    const { shape, dtype } = this.value(id);
    const repeated = this.repeated(id);
    if (repeated !== null) return this.emit('Expand', [repeated.name, this.ints(shape)]);
    if (data === null) throw new TypeError(`Value ${id} is read before it is made.`);
    return this.constant(data, shape, elementType(dtype));
  }

  /** Layouts in which a value lies already. */
  layouts(id: ValueId): ReadonlySet<Layout> {
    return this.#held.has(id) ? new Set<Layout>(['blocked']) : new Set(this.#names.get(id)?.keys());
  }

  /** Says that a value is blocked as soon as somebody asks for it; until then its only reader may add to it. */
  hold(id: ValueId, held: Held): void {
    this.#held.set(id, held);
  }

  /** What is held for a value, where one node alone reads it. */
  held(id: ValueId): Held | null {
    return this.users(id) === 1 ? (this.#held.get(id) ?? null) : null;
  }

  #settle(id: ValueId): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    this.set(id, finish(held), 'blocked');
  }

  /** Says that a value now lies under a name in a layout. */
  set(id: ValueId, name: string, layout: Layout = 'plain'): void {
    const names = this.#names.get(id) ?? new Map<Layout, string>();
    names.set(layout, name);
    this.#names.set(id, names);
  }

  /** Says that a value repeats a smaller tensor; it is made whole only where somebody needs it so. */
  repeat(id: ValueId, repeated: Repeated): void {
    this.#repeated.set(id, repeated);
  }

  /** The smaller tensor that a value repeats, or null. Constants of one number are such values too. */
  repeated(id: ValueId): Repeated | null {
    const known = this.#repeated.get(id);
    if (known !== undefined) return known;
    const data = this.constantOf(id);
    const [number] = data ?? [];
    const same = data !== null && data.length > 1 && data.every((each) => each === number);
    const name = same && this.constant(data.subarray(0, 1), [], elementType(this.value(id).dtype));
    const repeated = name === false ? null : { name, shape: [] };
    this.#repeated.set(id, repeated);
    return repeated;
  }

  /** Says that a value is another one under a second number. */
  share(id: ValueId, source: ValueId): void {
    this.#settle(source);
    const names = this.#names.get(source) ?? new Map<Layout, string>();
    this.#names.set(source, names);
    this.#names.set(id, names);
    this.#repeated.set(id, this.repeated(source));
    if (names.size === 0 && this.repeated(source) === null) this.get(source);
  }

  /** Adds a node and gives the name of its first output. */
  emit(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    options: EmitOptions = {},
  ): string {
    return this.emitAll(op, inputs, attributes, options)[0] ?? '';
  }

  /** Adds a node and gives the names of all its outputs. */
  emitAll(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { domain = '', outputs = 1 }: EmitOptions = {},
  ): readonly string[] {
    const key = JSON.stringify([op, domain, inputs, attributes]);
    const known = this.#known.get(key);
    if (known !== undefined && known.length >= outputs) return known;
    const names = Array.from({ length: outputs }, () => `t${this.#count++}`);
    this.nodes.push({ op, domain, inputs, outputs: names, attributes });
    this.#known.set(key, names);
    return names;
  }

  /** Name of a constant; small ones with the same content are one. */
  constant(
    data: ArrayBufferView & { readonly length: number },
    shape: readonly number[],
    type: ElementType,
  ): string {
    const key =
      data.length <= 64
        ? JSON.stringify(['constant', type, shape, Array.from(data as unknown as ArrayLike<number>, String)])
        : null;
    const known = key === null ? undefined : this.#known.get(key)?.[0];
    if (known !== undefined) return known;
    const name = `c${this.#count++}`;
    this.initializers.push({ name, type, shape, data });
    if (key !== null) this.#known.set(key, [name]);
    return name;
  }

  /** A float32 constant: a scalar, or of the given shape. */
  float(value: number | readonly number[], shape?: readonly number[]): string {
    const values = typeof value === 'number' ? [value] : value;
    return this.constant(
      Float32Array.from(values),
      shape ?? (typeof value === 'number' ? [] : [values.length]),
      'float32',
    );
  }

  /** An int64 constant: a list as ONNX wants its shapes, axes and counts. */
  ints(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values.map(BigInt)), [values.length], 'int64');
  }

  /** A value under another shape (row-major names only). */
  reshape(name: string, shape: readonly number[]): string {
    return this.emit('Reshape', [name, this.ints(shape)], sizeOf(shape) === 0 ? { allowzero: 1 } : {});
  }

  /** The same numbers under a name of their own. */
  copy(name: string): string {
    const output = `t${this.#count++}`;
    this.nodes.push({ op: 'Identity', domain: '', inputs: [name], outputs: [output], attributes: {} });
    return output;
  }

  cast(name: string, type: ElementType): string {
    return this.emit('Cast', [name], { to: elementCodes[type] });
  }
}

/** Turns recorded nodes of some kernels into ONNX nodes. */
export interface Lowering {
  readonly kernel: string;
  /**
   * Emits nodes and says with `set` where the outputs lie. False: it can't do this case (a type, an attribute), which
   * then counts as missing; nothing may have been set.
   */
  readonly lower: (node: Node, builder: Builder) => false | undefined;
}
