import type { AnyOperation } from './operation.ts';

/** Every lean operation. Backends register them all, and their gradients. */
export const operations: readonly AnyOperation[] = [];
