import type { Initializer, OnnxNode } from '../model.ts';
import { notExportable, type Operators } from './lowered.ts';
import { say } from '../../../text/say.ts';

/** Two recordings of the same function. */
export interface Pair {
  readonly sizes: readonly [number, number];
  readonly recorded: readonly [Operators, Operators];
  /** An input whose first axis is the batch. */
  readonly input: string;
  /** Kind of the network, for messages. */
  readonly kind: string;
}

/**
 * One graph for every batch size from two recordings: they differ in lists of sizes alone. In such a list the one
 * place that grows with the batch is −1 in a Reshape, and is worked out from the input's shape anywhere else.
 * Throws RetortError `not-exportable` where they differ in something else.
 */
export function symbolic({ sizes, recorded, input, kind }: Pair): Operators {
  const [first, second] = recorded;
  const refuse = (why: string) => notExportable(kind, why);
  if (
    JSON.stringify(first.nodes) !== JSON.stringify(second.nodes) ||
    String(first.outputs) !== String(second.outputs)
  )
    throw refuse(say`what it does depends on the batch size`);
  const others = new Map(second.initializers.map((each) => [each.name, each]));
  const growing = new Map<string, Growing>();
  for (const each of first.initializers) {
    const other = others.get(each.name);
    if (other === undefined) throw refuse(say`its constants depend on the batch size`);
    const found = compare(each, other, sizes);
    if (found === 'other')
      throw refuse(say`a constant of its own (${each.type} [${each.shape.join(', ')}]) grows with the batch`);
    if (found !== 'same') growing.set(each.name, found);
  }
  const writer = new SizeWriter(input);
  const nodes = first.nodes.map((node): OnnxNode => ({
    ...node,
    inputs: node.inputs.map((name, index) => {
      const list = growing.get(name);
      if (list === undefined) return name;
      return node.op === 'Reshape' && index === 1 && list.factors.filter(Boolean).length === 1
        ? writer.open(name, list)
        : writer.made(name, list);
    }),
  }));
  return {
    nodes: [...writer.nodes, ...nodes],
    initializers: [...first.initializers.filter(({ name }) => !growing.has(name)), ...writer.initializers],
    outputs: first.outputs,
  };
}

/** A list of sizes: places that stay, and those that are a multiple of the batch. */
interface Growing {
  readonly values: readonly number[];
  /** By place: 0 where it stays. */
  readonly factors: readonly number[];
}

function compare(
  a: Initializer,
  b: Initializer,
  [sizeA, sizeB]: readonly [number, number],
): 'same' | 'other' | Growing {
  const [left, right] = [Buffer.from(bytesOf(a)), Buffer.from(bytesOf(b))];
  if (a.type === b.type && String(a.shape) === String(b.shape) && left.equals(right)) return 'same';
  if (a.type !== 'int64' || b.type !== 'int64' || String(a.shape) !== String(b.shape)) return 'other';
  const [values, others] = [numbersOf(a), numbersOf(b)];
  const factors = values.map((value, index) => (value === others[index] ? 0 : value / sizeA));
  const known = factors.every((factor, index) => factor === 0 || factor * sizeB === others[index]);
  return known && factors.every(Number.isInteger) ? { values, factors } : 'other';
}

const bytesOf = ({ data }: Initializer): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const numbersOf = ({ data }: Initializer): number[] =>
  Array.from(new BigInt64Array(data.buffer, data.byteOffset, data.byteLength / 8), Number);

/** Writes lists of sizes whose places follow the batch. */
class SizeWriter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly #input: string;
  readonly #known = new Set<string>();

  constructor(input: string) {
    this.#input = input;
  }

  /** The list with −1 in its one place that grows. */
  open(name: string, { values, factors }: Growing): string {
    return this.#list(
      `${name}.open`,
      values.map((value, index) => (factors[index] === 0 ? value : -1)),
    );
  }

  /** The list as it is at the input's batch: batch · factors + the rest. */
  made(name: string, { values, factors }: Growing): string {
    const sized = `${name}.sized`;
    if (this.#known.has(sized)) return sized;
    const rest = this.#list(
      `${name}.rest`,
      values.map((value, index) => (factors[index] === 0 ? value : 0)),
    );
    const by = this.#list(`${name}.factors`, factors);
    this.#emit('Shape', [this.#input], 'batch.size', { start: 0, end: 1 });
    this.#emit('Mul', ['batch.size', by], `${name}.grown`);
    this.#emit('Add', [`${name}.grown`, rest], sized);
    return sized;
  }

  #emit(
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode['attributes'] = {},
  ): void {
    if (this.#known.has(output)) return;
    this.#known.add(output);
    this.nodes.push({ op, domain: '', inputs, outputs: [output], attributes });
  }

  #list(name: string, values: readonly number[]): string {
    if (!this.#known.has(name)) {
      this.#known.add(name);
      this.initializers.push({
        name,
        type: 'int64',
        shape: [values.length],
        data: BigInt64Array.from(values.map(BigInt)),
      });
    }
    return name;
  }
}
