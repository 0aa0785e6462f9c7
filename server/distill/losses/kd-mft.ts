import {
  add,
  argMax,
  cast,
  div,
  equal,
  expandDims,
  greaterEqual,
  log,
  logSoftmax,
  max,
  maximum,
  minimum,
  mul,
  oneHot,
  softmax,
  square,
  sub,
  sum,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional, scalar } from '../schema.ts';
import { loss } from './descriptor.ts';
import { checkLogits, classes, rowAxes } from './logits.ts';
import { tokenMask, zeroPadding } from './padding.ts';
import { required } from './scalars.ts';

const defaults = { threshold: 0.2 } as const;

/** Keeps the mixing share finite when the teacher is certain; as ModelOpt. */
const epsilon = 1e-7;

/**
 * Mixes each row of probabilities with its label so that the label leads by `threshold`: over the class that was on
 * top where the teacher is wrong, over its own former probability (at most 1) where it is right.
 */
function correct(probabilities: Tensor, truth: Tensor, threshold: number): Tensor {
  const top = max(probabilities, -1, true);
  const label = sum(mul(probabilities, truth), -1, true);
  const right = equal(expandDims(argMax(probabilities, -1), -1), expandDims(argMax(truth, -1), -1));
  const lead = sub(top, label);
  const whenWrong = div(add(lead, threshold), add(add(lead, 1), epsilon));
  const whenRight = div(sub(minimum(add(label, threshold), 1), top), add(sub(1, top), epsilon));
  const share = where(right, whenRight, whenWrong);
  return add(mul(probabilities, sub(1, share)), mul(truth, share));
}

/** Distillation from the teacher corrected by the label (minifinetuning). Unlabelled rows are left out. */
export const kdMft = loss({
  name: 'kd-mft',
  summary: 'Knowledge distillation from a teacher corrected to prefer the label by a threshold',
  formula:
    'T² · KL(p′ ‖ softmax(z_s/T)),  p′ = (1 − m)·softmax(z_t/T) + m·onehot(y),  m so that p′_y leads by τ',
  sources: [
    'Minifinetuning, arXiv 2506.15702',
    'NVIDIA/Model-Optimizer modelopt/torch/distill/losses.py MFTLoss',
  ],
  parameters: Type.Object(
    {
      temperature: optional(scalar({ default: 1, exclusiveMinimum: 0, description: 'T of both networks' })),
      threshold: optional(
        Type.Number({
          minimum: 0,
          maximum: 1,
          default: defaults.threshold,
          description: 'τ: lead of the label in the corrected distribution',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  floor: () => "the divergence of the teacher's distribution from its corrected one",
  needs: ['teacher', 'same-classes', 'labels'],
  check: checkLogits,
  compute: (inputs, parameters) => {
    const { student, teacher, labels } = inputs;
    if (teacher === undefined || labels === undefined) throw new Error('kd-mft needs a teacher and labels');
    const { threshold } = { ...defaults, ...parameters };
    const temperature = required(inputs, 'temperature');
    const tokens = tokenMask(student, inputs.mask);
    const truth = cast(oneHot(cast(maximum(labels, 0), 'int32'), classes(student)), 'float32');
    const target = correct(softmax(div(zeroPadding(teacher, tokens), temperature)), truth, threshold);
    const likelihood = logSoftmax(div(zeroPadding(student, tokens), temperature));
    // 0 · log 0 is 0: the floor stands below every probability that float32 can hold beside 1.
    const divergence = sum(mul(target, sub(log(maximum(target, 1e-37)), likelihood)), -1);
    const labelled = cast(greaterEqual(labels, 0), 'float32');
    return {
      values: mul(divergence, square(temperature)),
      axes: rowAxes(student),
      elements: classes(student),
      mask: tokens === undefined ? labelled : mul(labelled, tokens),
    };
  },
});
