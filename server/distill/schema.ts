import Type, { type TSchema, type TSchemaOptions } from 'typebox';

/**
 * The vocabulary that all descriptors declare their parameters in. Each is plain JSON Schema with the keys
 * `unit` and `retort`, from which structure checks, completion, hover and the reference page are derived.
 */

/** A number of epochs, optimizer steps, or a share of the stage: `30 epochs`, `500 steps`, `10 %`. */
export const lengthPattern = '^\\d+(\\.\\d+)? ?(epochs?|steps?|%)$';
export const length = (options: TSchemaOptions = {}) =>
  Type.Unsafe<string>({ type: 'string', pattern: lengthPattern, retort: 'length', ...options });

/** One of some kebab-case words. */
export const choice = <const W extends readonly string[]>(words: W, options: TSchemaOptions = {}) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: [...words], ...options });

/** A scheduled scalar as written in a recipe. */
export type ScalarSource =
  | number
  | { from: number; to: number; over?: string; shape?: 'linear' | 'cosine' | 'exponential' }
  | { from: number; step: string[]; by: number };

/** A number, or a schedule of it: a ramp `{ from, to, over, shape }` or drops `{ from, step: [60 %, 80 %], by: 0.1 }`. */
export const scalar = (
  options: TSchemaOptions & { minimum?: number; exclusiveMinimum?: number; maximum?: number } = {},
) => {
  const { minimum, exclusiveMinimum, maximum, ...rest } = options;
  const limits = {
    ...(minimum === undefined ? {} : { minimum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
  const number = Type.Number(limits);
  const begins = Type.Number({ ...limits, description: 'Value at the start' });
  return Type.Unsafe<ScalarSource>({
    anyOf: [
      number,
      Type.Object(
        {
          from: begins,
          to: Type.Number({ ...limits, description: 'Value at its end, and after it' }),
          over: Type.Optional(length({ default: '100 %', description: 'How long it changes' })),
          shape: Type.Optional(
            choice(['linear', 'cosine', 'exponential'], { default: 'linear', description: 'How it changes' }),
          ),
        },
        { additionalProperties: false },
      ),
      Type.Object(
        {
          from: begins,
          step: Type.Array(length(), { minItems: 1, description: 'When it is multiplied' }),
          by: Type.Number({ exclusiveMinimum: 0, description: 'What it is multiplied by each time' }),
        },
        { additionalProperties: false },
      ),
    ],
    retort: 'scalar',
    ...rest,
  });
};

/** True for a parameter that may be scheduled, and so reaches `compute` as a tensor in `scalars`. */
export const isScalar = (schema: TSchema): boolean => (schema as { retort?: unknown }).retort === 'scalar';

/** An optional parameter with a default. */
export const optional = Type.Optional;
