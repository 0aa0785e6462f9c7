import {
  add,
  div,
  maximum,
  mean,
  sqrt,
  squaredDifference,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { loss } from './descriptor.ts';
import { kdParameters, softened, softenedFloor } from './kd.ts';
import { checkLogits, classes } from './logits.ts';

/** Keeps the quotient finite for rows of equal logits; as torchdistill. */
const epsilon = 1e-7;

/** Rows to mean 0 and unbiased deviation 1; a row of equal logits becomes zeros. */
function standardise(logits: Tensor): Tensor {
  const centre = mean(logits, -1, true);
  const variance = div(sum(squaredDifference(logits, centre), -1, true), Math.max(classes(logits) - 1, 1));
  return div(sub(logits, centre), add(sqrt(maximum(variance, 1e-24)), epsilon));
}

/** Distillation on z-scored logits: the student need not match the teacher's logit range, only its shape. */
export const kdLogitStd = loss({
  name: 'kd-logit-std',
  summary: 'Knowledge distillation on standardised logits',
  formula: 'kd(Z(z_s), Z(z_t)),  Z(z) = (z − mean z) / (σ(z) + 10⁻⁷),  σ² over C − 1',
  sources: [
    'Sun et al. 2024, Logit Standardization in Knowledge Distillation, algorithm 1',
    'yoshitomo-matsubara/torchdistill torchdistill/losses/mid_level.py LogitStdKDLoss',
  ],
  parameters: Type.Object(kdParameters, { additionalProperties: false }),
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  floor: softenedFloor,
  needs: ['teacher', 'same-classes'],
  check: checkLogits,
  compute: (inputs, parameters) => {
    if (inputs.teacher === undefined) throw new Error('kd-logit-std needs a teacher');
    const student = standardise(inputs.student);
    return softened({ ...inputs, student }, parameters, standardise(inputs.teacher));
  },
});
