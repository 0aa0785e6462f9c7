import { buildNetworks } from '../distill/models.ts';
import type { Plan } from '../distill/plan.ts';
import { nodeFiles } from '../recipe/files.ts';
import { refuseUnlessItFits } from '../recipe/memory/fit.ts';
import { memoryOf, type MemoryEstimate, type Networks } from '../recipe/memory/memory.ts';
import { availableBytes } from './available-memory.ts';
import { readJson } from './model-files.ts';

const networksOf = (plan: Plan): Promise<Networks> =>
  buildNetworks(plan, (path) => readJson(nodeFiles, path));

/** What the process that trains a plan is expected to hold at most. */
export const memoryEstimate = async (plan: Plan): Promise<MemoryEstimate> =>
  memoryOf(plan, await networksOf(plan));

/** Throws RetortError `out-of-memory-ahead` when a plan is expected to need more memory than there is here now. */
export async function refuseTooLarge(plan: Plan, available: () => number = availableBytes): Promise<void> {
  refuseUnlessItFits(plan, await networksOf(plan), available());
}
