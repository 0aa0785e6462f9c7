import { relu } from '@tensorflow/tfjs-core';
import { conv } from './conv.ts';
import { projection } from './descriptor.ts';

/** A 1×1 convolution and ReLU: right for teacher features that come after a ReLU, wrong for those before one. */
export const convRelu = projection({
  ...conv,
  kind: 'conv-relu',
  summary: 'A 1×1 convolution and ReLU, for teacher features after an activation',
  sources: ['yoshitomo-matsubara/torchdistill (regressor of its two-stage FitNets)'],
  apply: (variables, feature, to, parameters) => relu(conv.apply(variables, feature, to, parameters)),
});
