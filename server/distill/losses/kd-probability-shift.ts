import {
  argMax,
  broadcastTo,
  cast,
  greater,
  max,
  maximum,
  mul,
  oneHot,
  sum,
  where,
  greaterEqual,
  expandDims,
  type Tensor,
} from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { loss } from './descriptor.ts';
import { kdParameters, softened, softenedIdle } from './kd.ts';
import { checkLogits, classes } from './logits.ts';

/** Swaps the largest logit with the label's; a row with a negative label stays as it is. */
function shift(logits: Tensor, labels: Tensor): Tensor {
  const truth = oneHot(cast(maximum(labels, 0), 'int32'), classes(logits));
  const labelled = expandDims(cast(greaterEqual(labels, 0), 'float32'), -1);
  const largest = oneHot(argMax(logits, -1), classes(logits));
  const truthLogit = sum(mul(logits, truth), -1, true);
  const wide = (value: Tensor): Tensor => broadcastTo(value, logits.shape);
  const swapped = where(
    greater(truth, 0),
    wide(max(logits, -1, true)),
    where(greater(largest, 0), wide(truthLogit), logits),
  );
  return where(greater(wide(labelled), 0), swapped, logits);
}

/** Distillation from a teacher that is never wrong: its top logit goes to the labelled class. */
export const kdProbabilityShift = loss({
  name: 'kd-probability-shift',
  summary: "Knowledge distillation after moving the teacher's largest logit to the label",
  formula: "kd(z_s, z_t′),  z_t′ = z_t with its largest and the label's entry swapped",
  sources: [
    'Wen, Lai, Qian 2019, Preparing Lessons: Improve Knowledge Distillation with Better Supervision, section 3.1',
    'airaria/TextBrewer src/textbrewer/distiller_utils.py probability_shift_',
  ],
  elsewhere: ['TextBrewer: followed by soft cross-entropy or squared error of logits, both without T²'],
  parameters: Type.Object(kdParameters, { additionalProperties: false }),
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  idle: softenedIdle,
  floor: () => "the distance between the teacher's distribution and its corrected one",
  needs: ['teacher', 'same-classes', 'labels'],
  check: checkLogits,
  compute: (inputs, parameters) => {
    const { teacher, labels } = inputs;
    if (teacher === undefined || labels === undefined)
      throw new Error('kd-probability-shift needs a teacher and labels');
    return softened(inputs, parameters, shift(teacher, labels));
  },
});
