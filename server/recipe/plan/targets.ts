import type { StagePlan, UpdatePlan } from '../../distill/plan.ts';
import { sizeOf } from '../../distill/tensors.ts';
import { defaults } from '../defaults.ts';
import { unique } from '../resolved/uses.ts';
import type { ResolvedPart } from '../resolved/stages.ts';

/**
 * `stored` where the teacher says the same about a sample each time (no part it sees is augmented), its answers fit
 * (512 MB), and the steps visit at least half of the samples; `each-step` otherwise.
 */
export function targetsOf(
  updates: readonly UpdatePlan[],
  parts: readonly ResolvedPart[],
  steps: number,
): StagePlan['targets'] {
  const terms = updates.flatMap((update) => update.terms).filter(({ teacher }) => teacher !== null);
  const seen = parts.filter(({ data }) => terms.some((term) => term.data?.includes(data.id) ?? true));
  if (seen.length === 0 || seen.some(({ data }) => data.entry.augment.length > 0)) return 'each-step';
  const taps = new Map(
    terms.flatMap(({ teacher, pairs }) =>
      pairs.map(
        (pair) => [`${teacher ?? ''}/${pair.teacher ?? ''}`, sizeOf(pair.teacherShape ?? [])] as const,
      ),
    ),
  );
  // All parts are kept: which rows a term reads is decided at the step.
  const samples = parts.reduce((sum, { data }) => sum + data.size, 0);
  const bytes = [...taps.values()].reduce((sum, size) => sum + size * 4, 0) * samples;
  const visited = seen.reduce((sum, part) => sum + Math.min(part.data.size, part.samples * steps), 0);
  const half = seen.reduce((sum, { data }) => sum + data.size, 0) / 2;
  return bytes <= defaults.storedTargetsBytes && visited >= half ? 'stored' : 'each-step';
}

/** Models whose taps some term reads. */
export const teachersRead = (updates: readonly UpdatePlan[]): readonly string[] =>
  unique(updates.flatMap(({ terms }) => terms.flatMap(({ teacher }) => teacher ?? [])));
