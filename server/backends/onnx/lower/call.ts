import type { Node, Value, ValueId } from '../../recording/graph.ts';
import { elementType, type Builder, type Layout, type Lowering } from '../builder.ts';

/** A recorded kernel call that is being lowered. `Attributes` are those that TensorFlow.js documents for its name. */
export class Call<Attributes = object> {
  readonly builder: Builder;
  readonly attributes: Attributes;
  readonly #node: Node;

  constructor(node: Node, builder: Builder) {
    this.#node = node;
    this.builder = builder;
    // The recorder keeps what the engine passed; its type can't say more.
    this.attributes = node.attributes as Attributes;
  }

  /** Number of an input. Throws TypeError where there is none of this name. */
  id(name: string): ValueId {
    const id = this.#node.inputs[name];
    if (id === undefined) throw new TypeError(`${this.#node.kernel} has no input ${name}.`);
    return id;
  }

  /** Numbers of all inputs, in order. */
  get ids(): readonly ValueId[] {
    return Object.values(this.#node.inputs);
  }

  has(name: string): boolean {
    return this.#node.inputs[name] !== undefined;
  }

  /** Shape and type of an input. */
  value(name: string): Value {
    return this.builder.value(this.id(name));
  }

  /** Name of an input in a layout. */
  read(name: string, layout: Layout = 'plain'): string {
    return this.builder.get(this.id(name), layout);
  }

  /** Numbers of all outputs. */
  get made(): readonly ValueId[] {
    return this.#node.outputs;
  }

  /** Number of the first output. */
  get result(): ValueId {
    const [id] = this.#node.outputs;
    if (id === undefined) throw new TypeError(`${this.#node.kernel} has no output.`);
    return id;
  }

  /** Shape and type of the first output. */
  get output(): Value {
    return this.builder.value(this.result);
  }

  /** Says where the first output lies. */
  give(name: string, layout: Layout = 'plain'): void {
    this.builder.set(this.result, name, layout);
  }

  /** Says where an output lies, in plain layout; `name` is asked for where something reads it. */
  giveAt(index: number, name: () => string): void {
    const id = this.#node.outputs[index];
    if (id !== undefined && this.builder.users(id) > 0) this.builder.set(id, name());
  }

  /** A constant of a value's type: a scalar. */
  scalar(value: number, { dtype }: Value): string {
    const type = elementType(dtype);
    const data =
      type === 'float32'
        ? Float32Array.of(value)
        : type === 'bool'
          ? Uint8Array.of(value)
          : Int32Array.of(value);
    return this.builder.constant(data, [], type);
  }
}

/** The lowering of a kernel. False from `lower`: this case is missing. */
export const lowering = <Attributes = object>(
  kernel: string,
  lower: (call: Call<Attributes>) => false | undefined,
): Lowering => ({ kernel, lower: (node, builder) => lower(new Call<Attributes>(node, builder)) });
