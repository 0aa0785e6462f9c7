import { add, div, maximum, mean, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional } from '../schema.ts';
import { loss } from './descriptor.ts';
import { kdParameters, softened, softenedFloor, softenedIdle } from './kd.ts';
import { checkLogits, classes } from './logits.ts';

const defaults = { epsilon: 1e-7 } as const;

/** Rows to mean 0 and unbiased deviation 1; a row of equal logits becomes zeros. */
function standardise(logits: Tensor, epsilon: number): Tensor {
  const centred = sub(logits, mean(logits, -1, true));
  const variance = div(sum(square(centred), -1, true), Math.max(classes(logits) - 1, 1));
  return div(centred, add(sqrt(maximum(variance, 1e-24)), epsilon));
}

/** Distillation on z-scored logits: the student need not match the teacher's logit range, only its shape. */
export const kdLogitStd = loss({
  name: 'kd-logit-std',
  summary: 'Knowledge distillation on standardised logits',
  formula: 'kd(Z(z_s), Z(z_t)),  Z(z) = (z − mean z) / (σ(z) + ε),  σ² over C − 1',
  sources: [
    'Sun et al. 2024, Logit Standardization in Knowledge Distillation, algorithm 1',
    'yoshitomo-matsubara/torchdistill torchdistill/losses/mid_level.py LogitStdKDLoss',
  ],
  parameters: Type.Object(
    {
      ...kdParameters,
      epsilon: optional(
        Type.Number({
          exclusiveMinimum: 0,
          default: defaults.epsilon,
          description: 'ε: keeps the quotient finite where all logits are equal',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  floor: softenedFloor,
  idle: softenedIdle,
  needs: ['teacher', 'same-classes'],
  check: checkLogits,
  compute: (inputs, parameters) => {
    if (inputs.teacher === undefined) throw new Error('kd-logit-std needs a teacher');
    const { epsilon, ...stated } = { ...defaults, ...parameters };
    const student = standardise(inputs.student, epsilon);
    return softened({ ...inputs, student }, stated, standardise(inputs.teacher, epsilon));
  },
});
