import {
  abs,
  add,
  div,
  expandDims,
  less,
  maximum,
  mean,
  mul,
  onesLike,
  sub,
  sum,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { LossInputs, Unreduced } from './descriptor.ts';
import { detach } from './detach.ts';
import { divergence } from './divergence.ts';
import { classes, rowAxes } from './logits.ts';
import { tokenMask, zeroPadding } from './padding.ts';
import { required } from './scalars.ts';

/** Why losses with a temperature a sample depend on their batch. */
export const centredOnBatch = "a sample's temperature is centred on the batch's mean difficulty";

/** What such losses hold constant in the gradient. */
export const temperatureIsConstant = "each sample's temperature, which is computed from the student's logits";

/** Mean over valid entries. */
const validMean = (values: Tensor, mask: Tensor | undefined): Tensor =>
  mask === undefined ? mean(values) : div(sum(mul(values, mask)), maximum(sum(mask), 1));

/**
 * Soft cross-entropy, without T², at τ = T + β·(mean w − w) for each sample or token, where w measures how hard it
 * is: harder ones get a sharper target. `difficulty` gets logits that carry no gradient, and gives one number a row.
 */
export function atSampleTemperature(
  inputs: LossInputs & { readonly teacher: Tensor },
  beta: number,
  difficulty: (student: Tensor, teacher: Tensor) => Tensor,
): Unreduced {
  const tokens = tokenMask(inputs.student, inputs.mask);
  const student = zeroPadding(inputs.student, tokens);
  const teacher = zeroPadding(inputs.teacher, tokens);
  const hardness = difficulty(detach(student), teacher);
  const lead = mul(sub(validMean(hardness, tokens), hardness), beta);
  const temperature = add(required(inputs, 'temperature'), lead);
  // A large β can carry τ through 0, where the logits would become infinite.
  const apart = where(less(abs(temperature), 1e-6), mul(onesLike(temperature), 1e-6), temperature);
  const divisor = expandDims(apart, -1);
  return {
    values: divergence(div(student, divisor), div(teacher, divisor), {
      form: 'soft-cross-entropy',
      direction: 'forward',
    }),
    axes: rowAxes(student),
    elements: classes(student),
    ...(tokens === undefined ? {} : { mask: tokens }),
  };
}
