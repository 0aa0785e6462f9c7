import type { ScalarPlan, StagePlan, TermPlan, UpdatePlan } from '../../distill/plan.ts';

const startOf = (weight: ScalarPlan): number => (weight.kind === 'constant' ? weight.value : weight.from);

function times(weight: ScalarPlan, factor: number): ScalarPlan {
  switch (weight.kind) {
    case 'constant':
      return { ...weight, value: weight.value * factor };
    case 'ramp':
      return { ...weight, from: weight.from * factor, to: weight.to * factor };
    case 'drops':
      return { ...weight, from: weight.from * factor };
  }
}

/**
 * The same updates with every term that reads a teacher removed and the weights of the rest rescaled to sum 1, so
 * that the learning rate means the same. Scheduled weights count by their start values and keep their form; when all
 * start at 0 they stay as they are. A stage without a teacher that goes on with a model that was taught before has one
 * too: what the baseline lacks is the teacher, not the stage. Null when there is nothing to compare, or when no term is
 * left in some update.
 */
export function baselineOf(
  updates: readonly UpdatePlan[],
  taughtBefore: ReadonlySet<string>,
): StagePlan['baseline'] {
  if (!updates.some(readsTeacher))
    return updates.some(({ train }) => taughtBefore.has(train)) ? { updates } : null;
  const left = updates.map((update) => ({ ...update, terms: rescaled(update.terms) }));
  return left.every(({ terms }) => terms.length > 0) ? { updates: left } : null;
}

/** Whether some term of an update reads a teacher. */
export const readsTeacher = ({ terms }: UpdatePlan): boolean => terms.some(({ teacher }) => teacher !== null);

function rescaled(terms: readonly TermPlan[]): readonly TermPlan[] {
  const left = terms.filter(({ teacher }) => teacher === null);
  const sum = left.reduce((total, { weight }) => total + startOf(weight), 0);
  return sum > 0 ? left.map((term) => ({ ...term, weight: times(term.weight, 1 / sum) })) : left;
}
