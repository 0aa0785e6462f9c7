import {
  div,
  exp,
  expandDims,
  logSoftmax,
  mul,
  neg,
  softmax,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation, run } from './operation.ts';

interface Attributes {
  /** `kl`: zero for equal distributions. `cross-entropy`: the entropy of `from` more. */
  readonly form: 'kl' | 'cross-entropy';
}

type Inputs = Readonly<Record<'from' | 'to' | 'fromTemperature' | 'toTemperature', Tensor>>;

const sources = ['Hinton, Vinyals, Dean 2015, Distilling the Knowledge in a Neural Network, section 2'];

/** The gradient by the logits of the distribution that is averaged over; value and dy [...], all logits [..., classes]. */
export const softmaxDivergenceGrad = operation({
  name: 'SoftmaxDivergenceGrad',
  formula: [
    'kl: dfrom = dy · p·(log p − log q − value) / T_from',
    'cross-entropy: dfrom = dy · p·(−log q − value) / T_from',
  ].join('\n'),
  sources,
  outputs: ['dfrom'],
  compose: (
    { from, to, fromTemperature, toTemperature, value, dy }: Inputs & { value: Tensor; dy: Tensor },
    { form }: Attributes,
  ) => {
    const logQ = logSoftmax(div(to, toTemperature));
    const logP = logSoftmax(div(from, fromTemperature));
    const surprise = form === 'kl' ? sub(logP, logQ) : neg(logQ);
    const excess = sub(surprise, expandDims(value, -1));
    return [mul(mul(exp(logP), excess), expandDims(div(dy, fromTemperature), -1))];
  },
  infer: ({ from }) => ({
    outputs: [{ shape: from.shape, dtype: 'float32' }],
    flops: 16 * sizeOf(from.shape),
  }),
});

/**
 * How far the distribution q that logits `to` give at their temperature is from p, that of `from`; logits
 * [..., classes], temperatures scalars, `value` [...]. `difference` [..., classes] is kept for the gradient and has none
 * of its own, nor have the temperatures. In log space throughout: finite at any logit scale.
 */
export const softmaxDivergence = operation({
  name: 'SoftmaxDivergence',
  formula: [
    'p = softmax(from / T_from),  q = softmax(to / T_to)',
    'kl: value = Σ_c p_c · (log p_c − log q_c);  cross-entropy: value = −Σ_c p_c · log q_c',
    'difference = q − p;  dto = difference · dvalue / T_to',
  ].join('\n'),
  sources,
  outputs: ['value', 'difference'],
  compose: ({ from, to, fromTemperature, toTemperature }: Inputs, { form }: Attributes) => {
    const logQ = logSoftmax(div(to, toTemperature));
    const scaled = div(from, fromTemperature);
    if (form === 'cross-entropy') {
      const p = softmax(scaled);
      return [neg(sum(mul(p, logQ), -1)), sub(exp(logQ), p)];
    }
    const logP = logSoftmax(scaled);
    const p = exp(logP);
    return [sum(mul(p, sub(logP, logQ)), -1), sub(exp(logQ), p)];
  },
  infer: ({ from }, { form }) => ({
    outputs: [
      { shape: from.shape.slice(0, -1), dtype: 'float32' },
      { shape: from.shape, dtype: 'float32' },
    ],
    flops: (form === 'kl' ? 16 : 15) * sizeOf(from.shape),
  }),
  gradient: {
    keeps: ['from', 'to', 'fromTemperature', 'toTemperature', 'value', 'difference'],
    of: ([dy], { difference, ...kept }, attributes) => ({
      to: () => mul(difference, expandDims(div(dy, kept.toTemperature), -1)),
      from: () => run(softmaxDivergenceGrad, { ...kept, dy }, attributes)[0],
    }),
  },
});
