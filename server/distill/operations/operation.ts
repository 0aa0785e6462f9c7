import {
  engine,
  type DataType,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Shape and type of a tensor without its values. */
export interface Described {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** Tensors by the names that the operation gives them. */
export type OperationInputs = Readonly<Record<string, Tensor>>;

/** One `T` for each name, in the same order. */
export type Each<Names extends readonly string[], T> = { readonly [Index in keyof Names]: T };

/**
 * A lean operation: one kernel where TensorFlow.js has a chain of them, with a gradient that keeps little. Every
 * backend can run it, because it says how it is composed of TensorFlow.js's own ops; a backend may put a kernel of its
 * own in its place, under the same name.
 */
export interface Operation<
  Inputs extends OperationInputs,
  Attributes extends object,
  Outputs extends readonly string[] = readonly string[],
> {
  /** Name of the kernel: `BatchNorm`, `BatchNormGrad`. None of TensorFlow.js's own. */
  readonly name: string;
  /** What it computes, as Unicode text. */
  readonly formula: string;
  readonly sources: readonly string[];
  /** Names of the outputs, in order. One that an input has as well is the next value of that input, of its shape. */
  readonly outputs: Outputs;
  /** The outputs, new tensors made of TensorFlow.js's ops. Runs outside any gradient. */
  readonly compose: (inputs: Inputs, attributes: Attributes) => Each<Outputs, Tensor>;
  /** Shapes and types of the outputs, and the floating-point operations (a multiply-add is two). */
  readonly infer: (
    inputs: { readonly [Name in keyof Inputs]: Described },
    attributes: Attributes,
  ) => { readonly outputs: Each<Outputs, Described>; readonly flops: number };
  /** Which inputs and outputs the gradient keeps, and how it is computed. Absent: no gradient flows. */
  readonly gradient?: Omit<GradConfig, 'kernelName'>;
}

/** An operation of the list: what it takes is known to who calls it, and to nobody who only goes through the list. */
export type AnyOperation = Operation<never, never>;

/** How an operation is written: the gradient by names, which `operation` turns into what TensorFlow.js registers. */
interface Definition<
  Inputs extends OperationInputs,
  Attributes extends object,
  Outputs extends readonly string[],
  Kept extends (keyof Inputs & string) | Outputs[number],
> extends Omit<Operation<Inputs, Attributes, Outputs>, 'gradient'> {
  readonly gradient?: {
    /** Inputs and outputs that stay alive until the gradient is computed. */
    readonly keeps: readonly Kept[];
    /**
     * The gradient of each input that has one, as a new tensor, when asked. TensorFlow.js fills `dy` with zeros for
     * outputs that nothing was computed from.
     */
    readonly of: (
      dy: Each<Outputs, Tensor>,
      kept: Readonly<Record<Kept, Tensor>>,
      attributes: Attributes,
    ) => Readonly<Partial<Record<keyof Inputs & string, () => Tensor>>>;
  };
}

/** Makes an operation, inferring its types from `compose` and `outputs`. */
export function operation<
  Inputs extends OperationInputs,
  Attributes extends object,
  const Outputs extends readonly string[],
  const Kept extends (keyof Inputs & string) | Outputs[number] = never,
>({
  gradient,
  ...rest
}: Definition<Inputs, Attributes, Outputs, Kept>): Operation<Inputs, Attributes, Outputs> {
  if (gradient === undefined) return rest;
  const kept: ReadonlySet<string> = new Set(gradient.keeps);
  const outputsToSave = rest.outputs.map((name) => kept.has(name));
  const inputsToSave = gradient.keeps.filter((name) => !rest.outputs.includes(name));
  // The order in which the engine hands back what it saved.
  const names = [...inputsToSave, ...rest.outputs.filter((name) => kept.has(name))];
  return {
    ...rest,
    gradient: {
      inputsToSave,
      outputsToSave,
      // The engine's types can't say that names, tensors and attributes are those of this operation.
      gradFunc: (dy, saved, attributes) =>
        gradient.of(
          (Array.isArray(dy) ? dy : [dy]) as unknown as Each<Outputs, Tensor>,
          Object.fromEntries(names.map((name, index) => [name, saved[index]])) as Record<Kept, Tensor>,
          attributes as Attributes,
        ) as ReturnType<GradConfig['gradFunc']>,
    },
  };
}

/** Runs an operation on the current backend, recorded by a surrounding gradient. Outputs in the operation's order. */
export function run<
  Inputs extends OperationInputs,
  Attributes extends object,
  Outputs extends readonly string[],
>(
  { name }: Operation<Inputs, Attributes, Outputs>,
  inputs: Inputs,
  attributes: Attributes,
): Each<Outputs, Tensor> {
  const outputs: Tensor | Tensor[] = engine().runKernel(
    name,
    { ...inputs },
    // The engine hands them to the kernel as they are.
    { ...attributes } as NamedAttrMap,
  );
  return (Array.isArray(outputs) ? outputs : [outputs]) as unknown as Each<Outputs, Tensor>;
}
