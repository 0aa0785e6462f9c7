import {
  engine,
  type BackendValues,
  type DataId,
  type DataType,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import { copyAttributes } from './attributes.ts';
import { constantOf } from './constants.ts';
import type { ConstantData, Graph, Node, Port, Value, ValueId } from './graph.ts';
import type { Inference } from './kernels/kernel.ts';
import { say } from '../../text/say.ts';

/** What stands behind a recorded tensor, where other backends have a buffer. */
export class Handle {
  readonly recording: Recording;
  readonly value: ValueId;
  /** Tensors that the engine has made of it. */
  references = 1;

  constructor(recording: Recording, value: ValueId) {
    this.recording = recording;
    this.value = value;
  }
}

/**
 * What becomes of a tensor from outside that is not among the inputs: its numbers are read and become a constant, or
 * it becomes one more input, `captured/0` …, and nobody asks for its numbers.
 */
export type Captured = 'constant' | 'input';

/** A graph in the making. */
export class Recording {
  readonly #captured: Captured;
  readonly #values: Value[] = [];
  readonly #inputs: Port[] = [];
  readonly #constants = new Map<ValueId, ConstantData>();
  readonly #nodes: Node[] = [];
  /** Values of tensors from outside. */
  readonly #outside = new Map<DataId, ValueId>();
  #heldBefore = 0;
  #heldMost = 0;

  constructor(captured: Captured) {
    this.#captured = captured;
  }

  /** Most bytes that the engine has held at once since `watch`. */
  get heldBytes(): number {
    return this.#heldMost - this.#heldBefore;
  }

  /** Counts the bytes that the engine holds from here on. */
  watch(): void {
    this.#heldBefore = engine().memory().numBytes;
    this.#heldMost = this.#heldBefore;
  }

  /** A tensor that stands for an input. */
  input(name: string, { shape, dtype }: Value): TensorInfo {
    const value = this.#add(shape, dtype);
    this.#inputs.push({ name, value });
    return this.#tensor(value, shape, dtype);
  }

  /** Copies the numbers. */
  constant(numbers: BackendValues, shape: readonly number[], dtype: DataType): Handle {
    const value = this.#add(shape, dtype);
    this.#constants.set(value, constantOf(numbers, dtype));
    return new Handle(this, value);
  }

  /** Appends a kernel call; gives the tensors that it would make. */
  call({ name, infer }: Inference, given: object, attributes: object): TensorInfo | TensorInfo[] {
    // The engine calls a kernel with what its name promises; the list of kernels can't say so.
    const { outputs: made, flops } = infer(given as never, attributes as never);
    const inputs: Record<string, ValueId> = {};
    for (const [input, tensor] of Object.entries(given) as [string, TensorInfo | null | undefined][]) {
      if (tensor) inputs[input] = this.valueOf(tensor);
    }
    const outputs: ValueId[] = [];
    const place = ({ shape, dtype }: Value): TensorInfo => {
      const value = this.#add(shape, dtype);
      outputs.push(value);
      return this.#tensor(value, shape, dtype);
    };
    const tensors = 'shape' in made ? place(made) : made.map(place);
    // The engine counts what this call makes once it has returned.
    this.#heldMost = Math.max(this.#heldMost, engine().memory().numBytes);
    this.#nodes.push({ kernel: name, inputs, attributes: copyAttributes(name, attributes), outputs, flops });
    return tensors;
  }

  /** The value that a tensor is here. Throws `no-values` for one from outside whose numbers can't be had. */
  valueOf({ dataId, shape, dtype }: TensorInfo): ValueId {
    if (dataId instanceof Handle && dataId.recording === this) return dataId.value;
    const known = this.#outside.get(dataId);
    if (known !== undefined) return known;
    const value =
      this.#captured === 'constant'
        ? this.constant(numbersOf(dataId), shape, dtype).value
        : this.#capture(shape, dtype);
    this.#outside.set(dataId, value);
    return value;
  }

  graph(outputs: readonly Port[]): Graph {
    return {
      values: this.#values,
      inputs: this.#inputs,
      constants: this.#constants,
      nodes: this.#nodes,
      outputs,
    };
  }

  #capture(shape: readonly number[], dtype: DataType): ValueId {
    const value = this.#add(shape, dtype);
    this.#inputs.push({ name: `captured/${this.#outside.size}`, value });
    return value;
  }

  #add(shape: readonly number[], dtype: DataType): ValueId {
    return this.#values.push({ shape: [...shape], dtype }) - 1;
  }

  #tensor(value: ValueId, shape: readonly number[], dtype: DataType): TensorInfo {
    return { dataId: new Handle(this, value), shape: [...shape], dtype };
  }
}

function numbersOf(dataId: DataId): BackendValues {
  try {
    return engine().readSync(dataId);
  } catch (error) {
    throw new RetortError(
      {
        code: 'no-values',
        message: say`A recorded function uses a tensor that is not among its inputs and whose values can't be read.`,
        next: say`This is a defect: such a tensor has to be passed as an input. Please report it with the recipe.`,
      },
      { cause: error },
    );
  }
}
