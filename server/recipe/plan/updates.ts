import type { OptimizerPlan, ScalarPlan, TermPlan, UpdatePlan } from '../../distill/plan.ts';
import type { ScalarSource } from '../../distill/schema.ts';
import type { StageEntry } from '../read/stages.ts';
import { scalarPlan, type Measure } from '../resolved/lengths.ts';
import type { ResolvedUpdate } from '../resolved/stages.ts';
import type { ResolvedTerm } from '../resolved/terms.ts';

const scheduled = (
  scalars: Readonly<Record<string, ScalarSource>>,
  measure: Measure,
): Record<string, ScalarPlan> =>
  Object.fromEntries(Object.entries(scalars).map(([name, source]) => [name, scalarPlan(source, measure)]));

/** Null when something of it was not resolved. */
export function updatePlan(update: ResolvedUpdate, stage: StageEntry, measure: Measure): UpdatePlan | null {
  const { model, optimizer } = update;
  if (model === null || optimizer === null) return null;
  const terms = update.terms.map((term) => termPlan(term, measure));
  const found = terms.filter((term) => term !== null);
  if (found.length !== update.entry.terms.length) return null;
  return {
    train: model.id,
    variables: update.variables,
    optimizer: optimizerPlan(optimizer, stage, measure),
    terms: found,
    steps: update.entry.steps,
  };
}

const optimizerPlan = (
  { descriptor, parameters }: NonNullable<ResolvedUpdate['optimizer']>,
  stage: StageEntry,
  measure: Measure,
): OptimizerPlan => ({
  kind: descriptor.kind,
  parameters: parameters.values,
  scalars: scheduled(parameters.scalars, measure),
  clip: stage.clip,
  accumulate: stage.accumulate.value,
});

/**
 * Scalars that the recipe states are among `parameters` too, as written: what a loss is worth when student equals
 * teacher can depend on whether they are stated.
 */
const termPlan = (term: ResolvedTerm, measure: Measure): TermPlan | null =>
  term.pairs === null
    ? null
    : {
        id: term.id,
        loss: term.descriptor.name,
        weight: scalarPlan(term.weight, measure),
        reduction: term.reduction,
        parameters: { ...term.parameters.values, ...term.parameters.stated },
        scalars: scheduled(term.parameters.scalars, measure),
        data: term.data,
        teacher: term.teacher,
        pairs: term.pairs,
      };
