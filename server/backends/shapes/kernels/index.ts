import { elementwise } from './elementwise.ts';
import type { ShapesKernel } from './kernel.ts';
import { layout } from './layout.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { windows } from './windows.ts';

/** Every op that networks, losses and optimizers use, forward and gradient. */
export const kernels: readonly ShapesKernel[] = [
  ...elementwise,
  ...reductions,
  ...layout,
  ...products,
  ...windows,
];
