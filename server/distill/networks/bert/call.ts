import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensors } from '../../tensors.ts';
import { dropout } from '../blocks/dropout.ts';
import { variable } from '../layers/variables.ts';
import type { ApplyOptions } from '../network.ts';
import type { BertLayout } from './layout.ts';

/** What the parts of a forward pass share. */
export interface BertCall {
  readonly layout: BertLayout;
  readonly parameters: Tensors;
  /** Dropout in training, at a site of its own; the tensor itself otherwise. */
  readonly drop: (x: Tensor, site: string, rate: number) => Tensor;
}

export const bertCall = (layout: BertLayout, parameters: Tensors, options: ApplyOptions): BertCall => ({
  layout,
  parameters,
  drop: (x, site, rate) =>
    options.training && rate > 0 ? dropout(x, rate, options.draws.uniform(site, x.shape)) : x,
});

/** Weight and bias whose names begin with `name`. */
export const affine = ({ parameters }: BertCall, name: string) => ({
  weight: variable(parameters, `${name}weight`),
  bias: variable(parameters, `${name}bias`),
});
