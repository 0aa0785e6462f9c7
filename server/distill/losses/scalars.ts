import type { Scalar } from '@tensorflow/tfjs-core';
import type { LossInputs } from './descriptor.ts';

/** A schedulable parameter that the plan always has. Missing is a bug of the caller, not of the recipe. */
export function required(inputs: LossInputs, name: string): Scalar {
  const value = inputs.scalars[name];
  if (value === undefined) throw new Error(`The scalar ${name} is missing`);
  return value;
}
