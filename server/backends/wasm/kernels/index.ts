import { batchMatMul } from './batch-mat-mul.ts';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './conv2d-backprop-input.ts';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter.ts';
import { depthwiseBackpropInput } from './depthwise-backprop-input.ts';
import { einsum } from './einsum.ts';
import { gather } from './gather.ts';
import type { WasmKernel } from './kernel.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { oneHot } from './one-hot.ts';
import { mean, sum } from './reductions.ts';
import { slice } from './slice.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** What the package lacks for training, and what it does slowly. */
export const kernels: readonly WasmKernel[] = [
  batchMatMul,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  einsum,
  gather,
  maxPoolGrad,
  mean,
  oneHot,
  slice,
  sum,
  unsortedSegmentSum,
];
