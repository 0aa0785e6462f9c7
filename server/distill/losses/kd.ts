import { mul, type Tensor } from '@tensorflow/tfjs-core';
import Type, { type Static } from 'typebox';
import { say } from '../../text/say.ts';
import { choice, optional, scalar } from '../schema.ts';
import { loss, type LossInputs, type Unreduced } from './descriptor.ts';
import { directions, divergence, forms } from './divergence.ts';
import { checkLogits, classes, rowAxes } from './logits.ts';
import { tokenMask, zeroPadding } from './padding.ts';
import { required } from './scalars.ts';

const defaults = { form: 'kl', t2: true, direction: 'forward', mask: 'exclude' } as const;

/** What every loss on softened logits can state. */
export const kdParameters = {
  form: optional(
    choice(forms, { default: defaults.form, description: 'What is measured between the softened logits' }),
  ),
  temperature: optional(
    scalar({ default: 4, exclusiveMinimum: 0, description: 'T of both networks; divides the logits' }),
  ),
  studentTemperature: optional(
    scalar({ exclusiveMinimum: 0, description: "The student's T where it differs from the teacher's" }),
  ),
  teacherTemperature: optional(
    scalar({ exclusiveMinimum: 0, description: "The teacher's T where it differs from the student's" }),
  ),
  t2: optional(
    Type.Boolean({
      default: defaults.t2,
      description:
        "Multiplies by T² (the product of both temperatures), so that T leaves the gradient's size",
    }),
  ),
  direction: optional(
    choice(directions, {
      default: defaults.direction,
      description: 'forward: KL(teacher ‖ student), reverse: KL(student ‖ teacher)',
    }),
  ),
  mask: optional(
    choice(['exclude', 'zero-logits'], {
      default: defaults.mask,
      description:
        'exclude: padded tokens leave sum and mean; zero-logits: their logits become 0 and they dilute the mean (GLMKD)',
    }),
  ),
};

const parameters = Type.Object(kdParameters, { additionalProperties: false });
export type KdParameters = Static<typeof parameters>;

/** Softened comparison of student and teacher logits of the same shape, `[batch, (length,) classes]`. */
export function softened(inputs: LossInputs, stated: KdParameters, teacher: Tensor): Unreduced {
  const { form, t2, direction, mask } = { ...defaults, ...stated };
  const { student, scalars } = inputs;
  const tokens = tokenMask(student, inputs.mask);
  const studentT = scalars.studentTemperature ?? required(inputs, 'temperature');
  const teacherT = scalars.teacherTemperature ?? required(inputs, 'temperature');
  const values = divergence(
    { logits: zeroPadding(student, tokens), temperature: studentT },
    { logits: zeroPadding(teacher, tokens), temperature: teacherT },
    { form, direction },
  );
  return {
    values: t2 ? mul(values, mul(studentT, teacherT)) : values,
    axes: rowAxes(student),
    elements: classes(student),
    ...(tokens === undefined || mask === 'zero-logits' ? {} : { mask: tokens }),
  };
}

/** Parameters of `softened` that others leave without effect. */
export function softenedIdle(stated: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { form = defaults.form, t2 = defaults.t2, temperature, direction } = stated;
  const { studentTemperature, teacherTemperature } = stated;
  const isOne = studentTemperature === undefined && teacherTemperature === undefined;
  const bothOne = (studentTemperature ?? temperature) === 1 && (teacherTemperature ?? temperature) === 1;
  const apart = studentTemperature !== undefined && teacherTemperature !== undefined;
  return {
    ...(temperature !== undefined && apart
      ? { temperature: say`studentTemperature and teacherTemperature take its place` }
      : {}),
    ...(typeof temperature === 'number' && temperature !== 1 && isOne && t2 === true && form === 'mse-logits'
      ? { temperature: say`t2 multiplies by the T² that mse-logits divides by` }
      : {}),
    ...(stated.t2 === true && bothOne ? { t2: say`T is 1` } : {}),
    ...(direction !== undefined && (form === 'mse-logits' || form === 'mse-probabilities')
      ? { direction: say`${form} is the same in both directions` }
      : {}),
  };
}

/** Value of `softened` when both sides have the same logits. */
export function softenedFloor(stated: KdParameters): 0 | string {
  if (stated.studentTemperature !== undefined || stated.teacherTemperature !== undefined)
    return 'the distance of the same logits at the two temperatures';
  return stated.form === 'soft-cross-entropy' ? "the teacher's entropy at its temperature" : 0;
}

/**
 * Knowledge distillation on logits `[batch, classes]` or `[batch, length, classes]`.
 *
 * Example: logits that differ by a constant per row give 0 with `kl`, the teacher's entropy with
 * `soft-cross-entropy`.
 */
export const kd = loss({
  name: 'kd',
  summary: 'The student follows the softened class distribution of the teacher',
  formula: [
    'kl: T² · Σ_c p_t · (log p_t − log p_s),  p = softmax(z/T)',
    'soft-cross-entropy: −T² · Σ_c p_t · log p_s',
    'mse-logits: T² · Σ_c (z_s/T − z_t/T)²',
    'mse-probabilities: T² · Σ_c (p_s − p_t)²',
  ].join('\n'),
  sources: [
    'Hinton, Vinyals, Dean 2015, Distilling the Knowledge in a Neural Network, section 2',
    'HobbitLong/RepDistiller distiller_zoo/KD.py (kl, batchmean, T²)',
    'airaria/TextBrewer src/textbrewer/losses.py (soft-cross-entropy and mse-logits, no T²)',
    'SforAiDl/KD_Lib KD/vision/vanilla/vanilla_kd.py (mse-probabilities, mean, T²)',
    'aitsc/GLMKD distill/custom_loss.py (zero-logits)',
  ],
  elsewhere: [
    'TextBrewer kd_ce_loss: soft cross-entropy without T²',
    'KD_Lib VanillaKD: squared error of probabilities times T², mean over all elements; T 20, weight 0.5',
    'torchdistill KDLoss: without labels, or with alpha 0, neither T² nor a weight',
    'NVIDIA Model-Optimizer, BERT-PKD, TAKD: KL with mean, so also divided by the number of classes',
    'PaddleSlim soft_label: soft cross-entropy without T², a temperature for each side, mean',
    'GLMKD: padded logits become 0 and stay in the mean; T² with KL, none with soft cross-entropy',
  ],
  parameters,
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  floor: softenedFloor,
  idle: softenedIdle,
  needs: ['teacher', 'same-classes'],
  check: checkLogits,
  compute: (inputs, stated) => {
    if (inputs.teacher === undefined) throw new Error('kd needs a teacher');
    return softened(inputs, stated, inputs.teacher);
  },
});
