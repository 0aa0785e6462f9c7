import { dispose, grad, scalar, sum, tensor, tidy, valueAndGrad, type Tensor } from '@tensorflow/tfjs-core';
import type { Compile, Compiled } from '../../../server/distill/backend.ts';
import type { LossDescriptor, LossInputs, Reduction } from '../../../server/distill/losses/descriptor.ts';
import { losses } from '../../../server/distill/losses/index.ts';
import { reduce } from '../../../server/distill/losses/reduce.ts';
import { isScalar } from '../../../server/distill/schema.ts';
import { sizeOf, type Shape } from '../../../server/distill/tensors.ts';

/** The closed form of test/golden: element i is scale · sin(seed + 0.7·i). */
export const G = (shape: Shape, seed: number, scale = 1): Tensor =>
  tensor(
    Array.from({ length: sizeOf(shape) }, (_, i) => scale * Math.sin(seed + 0.7 * i)),
    [...shape],
  );

export type Parameters = Readonly<Record<string, unknown>>;

/** The defaults, and each word and switch of the schema by itself. */
export function variants(loss: LossDescriptor): readonly Parameters[] {
  const choices = Object.entries(loss.parameters.properties).flatMap(([name, schema]) => {
    if (isScalar(schema)) return [];
    if ('enum' in schema && Array.isArray(schema.enum))
      return schema.enum.map((word: unknown) => ({ [name]: word }));
    return 'type' in schema && schema.type === 'boolean' ? [{ [name]: true }, { [name]: false }] : [];
  });
  return [{}, ...choices];
}

/** Scalars as a plan without schedules has them. */
function scalarsOf(loss: LossDescriptor): LossInputs['scalars'] {
  return Object.fromEntries(
    Object.entries(loss.parameters.properties).flatMap(([name, schema]) =>
      isScalar(schema) && 'default' in schema && typeof schema.default === 'number'
        ? [[name, scalar(schema.default)] as const]
        : [],
    ),
  );
}

export interface Given extends Omit<LossInputs, 'scalars'> {
  readonly scalars?: Readonly<Record<string, number>>;
}

const allScalars = (
  loss: LossDescriptor,
  given: Readonly<Record<string, number>>,
): LossInputs['scalars'] => ({
  ...scalarsOf(loss),
  ...Object.fromEntries(Object.entries(given).map(([name, number]) => [name, scalar(number)])),
});

/** A term's value as the trainer would compute it. */
export function value(
  loss: LossDescriptor,
  { scalars = {}, ...given }: Given,
  parameters: Parameters = {},
  reduction: Reduction = loss.reduction,
): Tensor {
  return reduce(loss.compute({ ...given, scalars: allScalars(loss, scalars) }, parameters), reduction);
}

/** The same as a number. */
export const number = (...given: Parameters4): number => tidy(() => value(...given).dataSync()[0] ?? NaN);
type Parameters4 = [LossDescriptor, Given, Parameters?, Reduction?];

/** The gradient with respect to the student. */
export const gradient = (loss: LossDescriptor, given: Given, ...rest: [Parameters?, Reduction?]): number[] =>
  Array.from(
    tidy(() => grad((student) => sum(value(loss, { ...given, student }, ...rest)))(given.student).dataSync()),
  );

interface Answer {
  readonly number: number;
  /** With respect to the student. */
  readonly gradient: number[];
}

/** What a term gives where a backend has compiled it with its gradient, as the trainer has steps compiled. */
export type Evaluate = (...given: Parameters4) => Promise<Answer>;

/** Compiles each loss once, with its parameters and its reduction. */
export function compiledLosses(compile: Compile): Evaluate {
  type Outputs = Readonly<Record<'value' | 'gradient', Tensor>>;
  const programs = new Map<string, Compiled<LossInputs, Outputs>>();
  return async (loss, { scalars = {}, ...given }, parameters = {}, reduction = loss.reduction) => {
    const key = JSON.stringify([loss.name, parameters, reduction]);
    const program =
      programs.get(key) ??
      compile(
        (inputs: LossInputs): Outputs => {
          const term = (student: Tensor) =>
            sum(reduce(loss.compute({ ...inputs, student }, parameters), reduction));
          const { value: found, grad: slope } = valueAndGrad(term)(inputs.student);
          return { value: found, gradient: slope };
        },
        { name: loss.name },
      );
    programs.set(key, program);
    const outputs = await program.run({ ...given, scalars: allScalars(loss, scalars) });
    const [found = NaN] = outputs.value.dataSync();
    const answer = { number: found, gradient: Array.from(outputs.gradient.dataSync()) };
    dispose(Object.values(outputs));
    return answer;
  };
}

export const norm = (values: readonly number[]): number => Math.hypot(...values);

/** Root of the mean square. */
export const rms = (values: readonly number[]): number => norm(values) / Math.sqrt(values.length);

/** ‖a − b‖ / ‖b‖. */
export const relativeError = (a: readonly number[], b: readonly number[]): number =>
  norm(a.map((entry, i) => entry - (b[i] ?? NaN))) / norm(b);

const shapes: readonly Shape[] = [[5], [2, 2, 3], [3, 5]];

/** A feature shape, without the batch axis, that the loss accepts on both sides. */
export function shapeFor(loss: LossDescriptor, wanted: readonly Shape[] = shapes): Shape | undefined {
  return wanted.find((shape) => loss.check({ student: shape, teacher: shape }, {}).length === 0);
}

/** A batch that the loss can be computed from. Labels are given to every loss; those that read none ignore them. */
export function batchFor(loss: LossDescriptor, shape: Shape, batch = 3): Given {
  return {
    student: G([batch, ...shape], 1, 2),
    ...(loss.reads === 'labels' ? {} : { teacher: G([batch, ...shape], 2, 3) }),
    labels: labelsFor([batch, ...shape.slice(0, -1)]),
  };
}

/** 0, 2, 4, 1, 3, 0, … */
const labelsFor = (shape: Shape): Tensor =>
  tensor(
    Array.from({ length: sizeOf(shape) }, (_, i) => (2 * i) % 5),
    [...shape],
    'int32',
  );

export interface Example {
  readonly name: string;
  readonly loss: LossDescriptor;
  readonly parameters: Parameters;
  readonly given: () => Given;
}

/** Every loss of the list with each word of its schema. */
export const examples: readonly Example[] = losses.flatMap((loss) => {
  const shape = shapeFor(loss);
  if (shape === undefined) throw new Error(`No shape is known that ${loss.name} accepts`);
  return variants(loss).map((parameters) => ({
    name: `${loss.name} ${JSON.stringify(parameters)}`,
    loss,
    parameters,
    given: () => batchFor(loss, shape),
  }));
});
