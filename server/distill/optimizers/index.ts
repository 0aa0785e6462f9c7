import { RetortError } from '../../protocol/failure.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import type { OptimizerDescriptor } from './descriptor.ts';
import { sgd } from './sgd.ts';

/** Every optimizer that a recipe can name. */
export const optimizers: readonly OptimizerDescriptor[] = [sgd, adam, adamw];

/** The optimizer of a recipe's `optimizer.kind`. Throws `unknown-optimizer`. */
export function findOptimizer(kind: string): OptimizerDescriptor {
  const found = optimizers.find((optimizer) => optimizer.kind === kind);
  if (found !== undefined) return found;
  throw new RetortError({
    code: 'unknown-optimizer',
    message: `There is no optimizer ${kind}.`,
    next: `Use one of ${optimizers.map((optimizer) => optimizer.kind).join(', ')}.`,
  });
}
