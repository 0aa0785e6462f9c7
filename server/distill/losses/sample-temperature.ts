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
  scalar,
  sub,
  sum,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { LossInputs, Unreduced } from './descriptor.ts';
import { withoutGradient } from './detach.ts';
import { divergence } from './divergence.ts';
import { classes, rowAxes } from './logits.ts';
import { tokenMask, zeroPadding } from './padding.ts';
import { required } from './scalars.ts';

/** Why losses with a temperature a sample depend on their batch. */
export const centredOnBatch = "a sample's temperature is centred on the batch's mean difficulty";

/** What such losses hold constant in the gradient. */
export const temperatureIsConstant = "each sample's temperature, which is computed from the student's logits";

/** Smallest size of a temperature. */
const least = 1e-6;

/** Mean over valid entries. */
const validMean = (values: Tensor, mask: Tensor | undefined): Tensor =>
  mask === undefined ? mean(values) : div(sum(mul(values, mask)), maximum(sum(mask), 1));

/**
 * Soft cross-entropy, without T², at τ = T + β·(mean w − w) for each sample or token, where w measures how hard it
 * is: harder ones get a sharper target. `difficulty` gives one number a row, held constant in the gradient.
 */
export function atSampleTemperature(
  inputs: LossInputs & { readonly teacher: Tensor },
  beta: number,
  difficulty: (student: Tensor, teacher: Tensor) => Tensor,
): Unreduced {
  const tokens = tokenMask(inputs.student, inputs.mask);
  const student = zeroPadding(inputs.student, tokens);
  const teacher = zeroPadding(inputs.teacher, tokens);
  const base = required(inputs, 'temperature');
  const temperature = withoutGradient(student, (logits) => {
    const hardness = difficulty(logits, teacher);
    const moved = add(base, mul(sub(validMean(hardness, tokens), hardness), beta));
    // A large β can carry τ through 0, where the logits would become infinite.
    return where(less(abs(moved), least), mul(onesLike(moved), least), moved);
  });
  const divisor = expandDims(temperature, -1);
  const one = scalar(1);
  return {
    values: divergence(
      // The operation takes one temperature for all.
      { logits: div(student, divisor), temperature: one },
      { logits: div(teacher, divisor), temperature: one },
      { form: 'soft-cross-entropy', direction: 'forward' },
    ),
    axes: rowAxes(student),
    elements: classes(student),
    ...(tokens === undefined ? {} : { mask: tokens }),
  };
}
