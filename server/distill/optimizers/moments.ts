import Type from 'typebox';
import { adamUpdate } from '../operations/adam-update.ts';
import { run } from '../operations/operation.ts';
import type { Decay } from '../operations/update.ts';
import { optional, scalar } from '../schema.ts';
import type { OptimizerDescriptor, UpdateInputs } from './descriptor.ts';
import { named } from './named.ts';

/** Parameters that Adam and its relatives share. */
export const momentParameters = {
  rate: scalar({ minimum: 0, examples: [0.001], description: 'Learning rate.' }),
  beta1: optional(
    scalar({
      minimum: 0,
      maximum: 0.99999,
      default: 0.9,
      description: 'Memory of the mean of the gradient.',
    }),
  ),
  beta2: optional(
    scalar({ minimum: 0, maximum: 0.99999, default: 0.999, description: 'Memory of its mean square.' }),
  ),
  epsilon: optional(
    Type.Number({ exclusiveMinimum: 0, default: 1e-8, description: 'Added to the root of the mean square.' }),
  ),
};

/** Slots of both moments. */
export const momentSlots = (): readonly string[] => ['mean', 'square'];

/** One update of Adam, with its weight decay where it is said to be. */
export function followMoments(
  { parameter, gradient, slots, scalars, count, norm }: UpdateInputs,
  epsilon: number,
  decayKind: Decay,
): ReturnType<OptimizerDescriptor['update']> {
  const [moved, mean, square] = run(
    adamUpdate,
    {
      parameter,
      gradient,
      mean: named(slots, 'mean'),
      square: named(slots, 'square'),
      rate: named(scalars, 'rate'),
      beta1: named(scalars, 'beta1'),
      beta2: named(scalars, 'beta2'),
      decay: named(scalars, 'decay'),
      count,
      norm,
    },
    { epsilon, decayKind },
  );
  return { parameter: moved, slots: { mean, square } };
}
