import type { Problem } from '../../protocol/problem.ts';
import type { RecipeAt } from '../../language/shell/ports.ts';

/** Language server to its thread: one question at a time. */
export interface LookedAt extends RecipeAt {
  readonly folders: readonly string[];
  /** What the answer is to be written in. */
  readonly language: string;
}

/** The thread's answer. */
export type Looked = { readonly found: readonly Problem[] } | { readonly defect: string };
