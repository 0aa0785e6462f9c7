import type { Failure } from '../../protocol/problem.ts';
import { failureOf } from '../../recipe/gather.ts';

/** A value, or why there is none. */
export function failing<T>(make: () => T): { readonly value: T | null; readonly failure: Failure | null } {
  try {
    return { value: make(), failure: null };
  } catch (error) {
    return { value: null, failure: failureOf(error) };
  }
}
