import { RetortError } from '../../protocol/failure.ts';
import type { Job } from '../jobs.ts';
import { say } from '../../text/say.ts';

/** Beyond this a weighted term has left everything that training comes back from. */
export const divergenceLimit = 1e8;

/**
 * Looks at a step's metrics. Null when all is well, else the first bad thing: a term's id, or `gradient` when every
 * term is finite and the gradient is not.
 */
export function firstBad(metrics: ReadonlyMap<string, number>, terms: readonly string[]): string | null {
  const bad = (value: number | undefined): boolean => !(Math.abs(value ?? 0) <= divergenceLimit);
  return (
    terms.find((id) => bad(metrics.get(`${id}.raw`)) || bad(metrics.get(`${id}.weighted`))) ??
    (bad(metrics.get('gradientNorm')) ? 'gradient' : null)
  );
}

/** The error that ends a run. `value` is what the term was. */
export const diverged = (job: Job, term: string, jobStep: number, value: number): RetortError =>
  new RetortError({
    code: 'diverged',
    message: say`Training diverged at step ${jobStep + 1} of the stage ${job.stage.name} (${job.variant}, seed ${job.seed}): the ${term === 'gradient' ? say`gradient` : say`term ${term}`} is ${value}.`,
    where: `${job.stage.name}/${term}`,
    next: say`Lower the learning rate, clip the gradient (clip: 1), or lower the weight of this term, and start a new run; this one keeps its last checkpoint.`,
  });
