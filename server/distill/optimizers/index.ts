import { find } from '../find.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import type { OptimizerDescriptor } from './descriptor.ts';
import { sgd } from './sgd.ts';

/** Every optimizer that a recipe can name. */
export const optimizers: readonly OptimizerDescriptor[] = [sgd, adam, adamw];

/** The optimizer of a recipe's `optimizer.kind`. Throws `unknown-optimizer`. */
export const findOptimizer = (kind: string): OptimizerDescriptor =>
  find('optimizer', kind, optimizers, (optimizer) => optimizer.kind);
