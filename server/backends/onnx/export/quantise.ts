import type { HostTensors } from '../../../distill/tensors.ts';
import type { Initializer, OnnxModel, OnnxNode } from '../model.ts';
import { calibrate, type Range } from './calibrate.ts';
import { select, type Selection, type Target } from './quantised-tensors.ts';
import { roundActivation, roundRows, roundWeight, type Scale } from './rounding.ts';

/**
 * The model with weights and activations in eight bits, in ONNX's QDQ form: QuantizeLinear and DequantizeLinear beside
 * products, which runtimes take together as integer kernels, and which those without compute in float32. Weights are
 * symmetric int8 with a scale a channel, activations uint8 with one scale a tensor, from the least to the greatest
 * value that `samples` (batches of the model's inputs) showed. Tables of embeddings are int8 with a scale a row.
 *
 * Source: Jacob et al. 2017, Quantization and training of neural networks for efficient integer-arithmetic-only
 * inference, sections 2.1 to 2.4; Nagel et al. 2021, A white paper on neural network quantization, section 3.
 */
export async function quantise(model: OnnxModel, samples: AsyncIterable<HostTensors>): Promise<OnnxModel> {
  const selection = select(model);
  const ranges = await calibrate(model, [...new Set(selection.roots.values())], samples);
  return new Quantisation(model, selection, ranges).run();
}

class Quantisation {
  readonly #model: OnnxModel;
  readonly #selection: Selection;
  readonly #scales: ReadonlyMap<string, Scale>;
  readonly #weights: ReadonlyMap<string, Initializer>;
  readonly #nodes: OnnxNode[] = [];
  readonly #made: Initializer[] = [];
  readonly #names = new Set<string>();

  constructor(model: OnnxModel, selection: Selection, ranges: ReadonlyMap<string, Range>) {
    this.#model = model;
    this.#selection = selection;
    this.#scales = new Map([...ranges].map(([name, range]) => [name, roundActivation(range)]));
    this.#weights = new Map(model.initializers.map((each) => [each.name, each]));
  }

  run(): OnnxModel {
    for (const { name } of this.#model.inputs) this.#round(name);
    for (const node of this.#model.nodes) {
      const target = this.#selection.targets.get(node);
      const rows = node.op === 'Gather' ? this.#table(node) : null;
      if (target !== undefined) this.#product(target);
      else if (rows !== null) this.#gathered(node, rows);
      else if (this.#selection.readers.has(node))
        this.#nodes.push({ ...node, inputs: node.inputs.map((name) => this.#rounded(name)) });
      else this.#nodes.push(node);
      for (const name of node.outputs) this.#round(name);
    }
    const used = new Set(this.#nodes.flatMap(({ inputs }) => inputs));
    const made = new Set(this.#made.map(({ name }) => name));
    const kept = this.#model.initializers.filter(({ name }) => used.has(name) && !made.has(name));
    return { ...this.#model, nodes: this.#nodes, initializers: [...this.#made, ...kept] };
  }

  /** Name under which an activation is read once it has been rounded. */
  #rounded(name: string): string {
    return this.#selection.roots.has(name) ? `${name}.rounded` : name;
  }

  /** Rounds an activation right after it was made. */
  #round(name: string): void {
    const root = this.#selection.roots.get(name);
    const scale = root === undefined ? undefined : this.#scales.get(root);
    if (root === undefined || scale === undefined) return;
    const by = this.#add(`${root}.scale`, { type: 'float32', shape: [], data: Float32Array.of(scale.step) });
    const zero = this.#add(`${root}.zero`, { type: 'uint8', shape: [], data: Uint8Array.of(scale.zero) });
    this.#emit('QuantizeLinear', [name, by, zero], `${name}.integers`);
    this.#emit('DequantizeLinear', [`${name}.integers`, by, zero], `${name}.rounded`);
  }

  #product({ node, activation, weight, axis }: Target): void {
    const root = this.#selection.roots.get(activation) ?? activation;
    const step = this.#scales.get(root)?.step ?? 1;
    const given = this.#weights.get(node.inputs[2] ?? '');
    const bias =
      given === undefined ? null : new Float32Array(given.data.buffer, given.data.byteOffset, given.shape[0]);
    const { integers, steps, biases } = roundWeight(weight, axis, { step, bias });
    const channels = [steps.length];
    const own = this.#own(weight.name);
    const inputs = [
      this.#rounded(activation),
      this.#dequantised(own, { type: 'int8', shape: weight.shape, data: integers }, steps, axis),
    ];
    if (given !== undefined && biases !== null)
      inputs.push(
        this.#dequantised(
          this.#own(given.name),
          { type: 'int32', shape: channels, data: biases },
          steps.map((each) => each * step),
          0,
        ),
      );
    this.#nodes.push({ ...node, inputs });
  }

  /** A constant in integers as DequantizeLinear gives it. */
  #dequantised(name: string, integers: Omit<Initializer, 'name'>, steps: Float32Array, axis: number): string {
    const shape = [steps.length];
    const inputs = [
      this.#add(name, integers),
      this.#add(`${name}.scale`, { type: 'float32', shape, data: steps }),
      this.#add(`${name}.zero`, {
        type: integers.type,
        shape,
        data: integers.type === 'int8' ? new Int8Array(steps.length) : new Int32Array(steps.length),
      }),
    ];
    this.#emit('DequantizeLinear', inputs, `${name}.rounded`, { axis });
    return `${name}.rounded`;
  }

  /** The table of rows that a node picks from, where it is worth rounding. */
  #table({ inputs: [name = ''], attributes }: OnnxNode): Initializer | null {
    const table = this.#weights.get(name);
    const rows = table?.type === 'float32' && table.shape.length === 2 && attributes.axis === 0;
    return rows && table.data.byteLength > smallTable ? table : null;
  }

  /** Only the rows that were picked become floats. */
  #gathered(node: OnnxNode, table: Initializer): void {
    const [, places = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const { integers, steps } = roundRows(table);
    const scale = { type: 'float32', shape: [steps.length, 1], data: steps } as const;
    const rows = this.#add(table.name, { type: 'int8', shape: table.shape, data: integers });
    this.#emit('Gather', [rows, places], `${output}.integers`, node.attributes);
    this.#emit(
      'Gather',
      [this.#add(`${table.name}.scale`, scale), places],
      `${output}.scale`,
      node.attributes,
    );
    this.#emit('Cast', [`${output}.integers`], `${output}.floats`, { to: 1 });
    this.#emit('Mul', [`${output}.floats`, `${output}.scale`], output);
  }

  #emit(
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode['attributes'] = {},
  ): void {
    this.#nodes.push({ op, domain: '', inputs, outputs: [output], attributes });
  }

  /** A name for a variable's integers; a variable that several products read is rounded for each. */
  #own(name: string): string {
    let own = name;
    for (let count = 2; this.#names.has(own); count++) own = `${name}.${count}`;
    return own;
  }

  #add(name: string, constant: Omit<Initializer, 'name'>): string {
    if (!this.#names.has(name)) this.#made.push({ name, ...constant });
    this.#names.add(name);
    return name;
  }
}

/** Bytes of a table that stays float32. */
const smallTable = 4096;
