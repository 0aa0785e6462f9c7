import { cast, greaterEqual, maximum, mul } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { softmaxCrossEntropy } from '../operations/cross-entropy.ts';
import { run } from '../operations/operation.ts';
import { optional } from '../schema.ts';
import { loss } from './descriptor.ts';
import { checkLogits, rowAxes } from './logits.ts';
import { tokenMask, zeroPadding } from './padding.ts';

const defaults = { labelSmoothing: 0 } as const;

/**
 * Cross-entropy with the hard label. Student logits `[batch, classes]` or `[batch, length, classes]`, labels
 * `[batch]` or `[batch, length]`; a negative label is unlabelled and leaves numerator and denominator.
 *
 * Example: uniform logits of 5 classes give ln 5 ≈ 1.609 whatever the label and the smoothing.
 */
export const hard = loss({
  name: 'hard',
  summary: 'Cross-entropy with the hard label',
  formula: 'CE = −Σ_c q_c · log softmax(z_s)_c,  q = (1 − ε)·onehot(y) + ε/C',
  sources: [
    'Szegedy et al. 2016, Rethinking the Inception Architecture, section 7 (label smoothing)',
    'pytorch/pytorch torch/nn/functional.py cross_entropy',
  ],
  parameters: Type.Object(
    {
      labelSmoothing: optional(
        Type.Number({
          minimum: 0,
          exclusiveMaximum: 1,
          default: defaults.labelSmoothing,
          description: 'ε: share of the label spread evenly over all classes',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  reads: 'labels',
  reduction: 'batchmean',
  weight: 1,
  floor: () =>
    'the entropy of the smoothed label, 0 without smoothing, reached by a certain and right student',
  needs: ['labels'],
  check: checkLogits,
  compute: ({ student, labels, mask }, parameters) => {
    if (labels === undefined) throw new Error('hard needs labels');
    const { labelSmoothing } = { ...defaults, ...parameters };
    const tokens = tokenMask(student, mask);
    const [values] = run(
      softmaxCrossEntropy,
      // An unlabelled row takes class 0, whose value the mask then leaves out.
      { logits: zeroPadding(student, tokens), labels: cast(maximum(labels, 0), 'int32') },
      { smoothing: labelSmoothing },
    );
    const labelled = cast(greaterEqual(labels, 0), 'float32');
    return {
      values,
      axes: rowAxes(student),
      // The field's mean of a cross-entropy never divides by the classes.
      elements: 1,
      mask: tokens === undefined ? labelled : mul(labelled, tokens),
    };
  },
});
