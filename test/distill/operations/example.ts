import * as tf from '@tensorflow/tfjs-core';
import {
  run,
  type Each,
  type Operation,
  type OperationInputs,
} from '../../../server/distill/operations/operation.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { sizeOf, type Shape } from '../../../server/distill/tensors.ts';

/** Values of the inputs by name, row-major, in float64. */
export type Values = Readonly<Record<string, readonly number[]>>;

/** An operation with inputs to run it on, its types forgotten. */
export interface Example {
  readonly name: string;
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  /** Inputs that its first output has a gradient by. */
  readonly by: readonly string[];
  /** As one kernel. */
  readonly run: (inputs: Readonly<Record<string, tf.Tensor>>) => readonly tf.Tensor[];
  /** As the chain of ops that it stands for. */
  readonly compose: (inputs: Readonly<Record<string, tf.Tensor>>) => readonly tf.Tensor[];
  readonly infer: () => { readonly outputs: readonly object[]; readonly flops: number };
  /** The first output in float64, by the formula; absent for gradients, which are checked as such. */
  readonly reference: ((values: Values) => readonly number[]) | null;
}

/** A shape of numbers drawn uniformly from −2 to 2, or given values. */
type Given = Shape | { readonly shape: Shape; readonly values: readonly number[]; readonly dtype?: 'int32' };

interface Subject<Inputs extends OperationInputs, Attributes> {
  readonly attributes: Attributes;
  readonly inputs: { readonly [Name in keyof Inputs]: Given };
  readonly by?: readonly (keyof Inputs & string)[];
  readonly reference?: (values: Record<keyof Inputs & string, readonly number[]>) => readonly number[];
}

/** Makes an example; needs a running backend. */
export function example<
  Inputs extends OperationInputs,
  Attributes extends object,
  Outputs extends readonly string[],
>(
  operation: Operation<Inputs, Attributes, Outputs>,
  { attributes, inputs: given, by = [], reference }: Subject<Inputs, Attributes>,
): Example {
  const inputs = Object.fromEntries(
    Object.entries<Given>(given).map(([name, value]) => [name, tensor(value, `${operation.name}/${name}`)]),
  );
  const list = (outputs: Each<Outputs, tf.Tensor>): readonly tf.Tensor[] => outputs;
  return {
    name: `${operation.name} ${JSON.stringify(attributes)}`,
    kernel: operation.name,
    inputs,
    by,
    run: (values) => list(run(operation, values as Inputs, attributes)),
    compose: (values) => list(operation.compose(values as Inputs, attributes)),
    infer: () => {
      const { outputs, flops } = operation.infer(inputs as never, attributes);
      return { outputs: outputs, flops };
    },
    reference: (reference as Example['reference']) ?? null,
  };
}

function tensor(given: Given, site: string): tf.Tensor {
  if ('shape' in given) return tf.tensor([...given.values], [...given.shape], given.dtype ?? 'float32');
  const drawn = uniforms({ seed: 3, stage: 0, step: 0, site }, sizeOf(given));
  return tf.tensor(
    Float32Array.from(drawn, (u) => 4 * u - 2),
    [...given],
  );
}
