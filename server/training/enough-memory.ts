import { buildNetworks } from '../distill/models.ts';
import type { Plan } from '../distill/plan.ts';
import type { RetortError } from '../protocol/failure.ts';
import { nodeFiles } from '../recipe/files.ts';
import { refusalOf, refuseUnlessItFits } from '../recipe/memory/fit.ts';
import { memoryOf, type MemoryEstimate, type Networks } from '../recipe/memory/memory.ts';
import { availableBytes } from './available-memory.ts';
import { readJson } from './model-files.ts';

const networksOf = (plan: Plan): Promise<Networks> =>
  buildNetworks(plan, (path) => readJson(nodeFiles, path));

/** What the process that trains a plan is expected to hold at most, and why it would be refused here now, if so. */
export async function memoryAhead(
  plan: Plan,
): Promise<{ readonly estimate: MemoryEstimate; readonly refusal: RetortError | null }> {
  const networks = await networksOf(plan);
  const estimate = memoryOf(plan, networks);
  return { estimate, refusal: refusalOf(plan, networks, { estimate, availableBytes: availableBytes() }) };
}

/** Throws RetortError `out-of-memory-ahead` when a plan is expected to need more memory than there is here now. */
export async function refuseTooLarge(plan: Plan, available: () => number = availableBytes): Promise<void> {
  refuseUnlessItFits(plan, await networksOf(plan), available());
}
