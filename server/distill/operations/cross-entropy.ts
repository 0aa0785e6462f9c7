import {
  add,
  exp,
  expandDims,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation } from './operation.ts';

interface Attributes {
  /** Share of the label that is spread evenly over all classes, 0 to below 1. */
  readonly smoothing: number;
}

/**
 * Cross-entropy of logits [..., classes] with int32 labels [...] from 0 to classes − 1: `value` [...] and, kept for the
 * gradient, `difference` [..., classes], which has none of its own. In log space: finite at any logit scale.
 */
export const softmaxCrossEntropy = operation({
  name: 'SoftmaxCrossEntropy',
  formula: [
    'value = −Σ_c q_c · log p_c,  p = softmax(logits),  q = (1 − smoothing)·onehot(label) + smoothing / classes',
    'difference = p − q;  dlogits = difference · dvalue',
  ].join('\n'),
  sources: [
    'Szegedy et al. 2016, Rethinking the Inception Architecture, section 7 (label smoothing)',
    'pytorch/pytorch torch/nn/functional.py cross_entropy',
  ],
  outputs: ['value', 'difference'],
  compose: ({ logits, labels }: { logits: Tensor; labels: Tensor }, { smoothing }: Attributes) => {
    const classes = logits.shape.at(-1) ?? 1;
    const log = logSoftmax(logits);
    const hit = oneHot(labels, classes, 1, 0, 'float32');
    const likelihood = sum(mul(hit, log), -1);
    if (smoothing === 0) return [neg(likelihood), sub(exp(log), hit)];
    const smoothed = add(mul(likelihood, 1 - smoothing), mul(mean(log, -1), smoothing));
    return [neg(smoothed), sub(exp(log), add(mul(hit, 1 - smoothing), smoothing / classes))];
  },
  infer: ({ logits }, { smoothing }) => ({
    outputs: [
      { shape: logits.shape.slice(0, -1), dtype: 'float32' },
      { shape: logits.shape, dtype: 'float32' },
    ],
    flops: (smoothing === 0 ? 9 : 12) * sizeOf(logits.shape),
  }),
  gradient: {
    keeps: ['difference'],
    of: ([dy], { difference }) => ({ logits: () => mul(difference, expandDims(dy, -1)) }),
  },
});
