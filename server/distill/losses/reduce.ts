import { div, greater, maximum, mul, sum, where, zerosLike, type Scalar } from '@tensorflow/tfjs-core';
import type { Reduction, Unreduced } from './descriptor.ts';

/**
 * The one reducer of all losses. `batchmean` is the mean over valid entries, `mean` that divided by `elements`,
 * `sum` the sum over valid entries. Masked entries leave numerator and denominator; with no valid entry the
 * result and its gradient are 0.
 */
export function reduce({ values, axes, elements, mask }: Unreduced, reduction: Reduction): Scalar {
  if (axes.length !== values.rank)
    throw new Error(`Values of rank ${values.rank} with ${axes.length} axes (${axes.join(', ')})`);
  if (mask === undefined) {
    const total = sum<Scalar>(values);
    if (reduction === 'sum') return total;
    return mul(total, 1 / (values.size * (reduction === 'mean' ? elements : 1)));
  }
  const total = sum<Scalar>(where(greater(mask, 0), values, zerosLike(values)));
  if (reduction === 'sum') return total;
  const valid = maximum(sum(mask), 1);
  return div(total, reduction === 'mean' ? mul(valid, elements) : valid);
}
