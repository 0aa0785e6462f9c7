import type { Plan, StagePlan } from '../../distill/plan.ts';
import { RetortError } from '../../protocol/failure.ts';
import { bytes } from '../table.ts';
import { memoryOf, type MemoryEstimate, type Networks } from './memory.ts';
import { say } from '../../text/say.ts';

/** A stage with a batch of another size, its parts in the same proportion; null where they can't be. */
export function withBatch(stage: StagePlan, divisor: number): StagePlan | null {
  const parts = stage.parts.map((part) => ({ ...part, samples: part.samples / divisor }));
  const micro = Math.max(...stage.updates.map(({ optimizer }) => optimizer.accumulate));
  if (parts.some(({ samples }) => !Number.isInteger(samples / micro))) return null;
  return { ...stage, parts, batch: stage.batch / divisor };
}

/**
 * The largest batch sizes, by stage, with which a plan is expected to fit: halves, quarters … of those it has. Empty
 * where it fits as it is, null where no batch is small enough.
 */
export function fittingBatches(
  plan: Plan,
  networks: Networks,
  availableBytes: number,
): Readonly<Record<string, number>> | null {
  const changed: Record<string, number> = {};
  let stages = plan.stages;
  for (let divisor = 1; ; divisor *= 2) {
    const found = memoryOf({ ...plan, stages }, networks);
    if (found.bytes <= availableBytes) return changed;
    const tooLarge = plan.stages.filter(({ name }) => (found.stages[name] ?? 0) > availableBytes);
    const smaller = new Map(tooLarge.map((stage) => [stage.name, withBatch(stage, 2 * divisor)]));
    if (tooLarge.length === 0 || [...smaller.values()].includes(null)) return null;
    for (const [name, stage] of smaller) changed[name] = stage?.batch ?? 0;
    stages = stages.map((stage) => smaller.get(stage.name) ?? stage);
  }
}

/** Throws RetortError `out-of-memory-ahead` when a plan is expected to need more memory than there is. */
export function refuseUnlessItFits(plan: Plan, networks: Networks, availableBytes: number): void {
  const refusal = refusalOf(plan, networks, { estimate: memoryOf(plan, networks), availableBytes });
  if (refusal !== null) throw refusal;
}

/** Why a plan is not expected to fit, `out-of-memory-ahead` with the batch size that would; null where it is. */
export function refusalOf(
  plan: Plan,
  networks: Networks,
  { estimate, availableBytes }: { readonly estimate: MemoryEstimate; readonly availableBytes: number },
): RetortError | null {
  if (estimate.bytes <= availableBytes) return null;
  const stage = Object.entries(estimate.stages).reduce((most, each) => (each[1] > most[1] ? each : most))[0];
  const smaller = fittingBatches(plan, networks, availableBytes);
  const hint =
    smaller === null
      ? say`No smaller batch would fit: most of it is ${largestPart(estimate)}.`
      : say`This would fit: ${Object.entries(smaller)
          .map(([name, batch]) => say`\`batch: ${batch}\` in ${name}`)
          .join(', ')}.`;
  return new RetortError({
    code: 'out-of-memory-ahead',
    message: say`The run is expected to take ${bytes(estimate.bytes)} of memory; ${bytes(availableBytes)} are available.`,
    where: say`stage ${stage}`,
    next: `${hint} ${say`\`--anyway\` runs it all the same.`}`,
  });
}

function largestPart({ parts }: MemoryEstimate): string {
  const words: readonly (readonly [number, string])[] = [
    [parts.process, say`process`],
    [parts.data, say`data`],
    [parts.weights, say`weights`],
    [parts.training, say`training`],
    [parts.evaluation, say`evaluation`],
    [parts.diagnostics, say`diagnostics`],
  ];
  return words.reduce((most, each) => (each[0] > most[0] ? each : most))[1];
}
