import { operations } from '../../../distill/operations/index.ts';
import { elementwise } from './elementwise.ts';
import type { Inference } from './kernel.ts';
import { layout } from './layout.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { windows } from './windows.ts';

/** Every kernel that networks, losses and optimizers use, forward and gradient, and every lean operation. */
export const kernels: readonly Inference[] = [
  ...elementwise,
  ...reductions,
  ...layout,
  ...products,
  ...windows,
  ...operations.map(({ name, infer }): Inference => ({
    name,
    infer: (inputs, attributes) => infer(inputs, attributes),
  })),
];
