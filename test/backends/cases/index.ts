import type { Case } from './case.ts';
import { binaries, elementwise } from './elementwise.ts';
import { conv, images, pools } from './images.ts';
import { layout } from './layout.ts';
import { operations } from './operations.ts';
import { einsums, products } from './products.ts';
import { reductions } from './reductions.ts';

/** Every op and operation, forward and gradient, that networks, losses and optimizers plausibly use. */
export const cases: readonly Case[] = [
  ...elementwise,
  ...binaries,
  ...reductions,
  ...layout,
  ...products,
  ...einsums,
  ...conv,
  ...pools,
  ...images,
  ...operations,
];
