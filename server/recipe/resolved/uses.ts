import type { Recipe } from '../read/recipe.ts';
import type { StageEntry, UpdateEntry } from '../read/stages.ts';
import type { TermEntry } from '../read/terms.ts';

/** Models whose taps a term may read: its own, those that its pairs name, or those of its stage. */
export function teacherNames(
  term: TermEntry,
  update: UpdateEntry,
  isModel: (id: string) => boolean,
): readonly string[] {
  if (term.teachers !== null) return unique(term.teachers.map(({ value }) => value));
  const named =
    term.pairs?.kind === 'list'
      ? term.pairs.pairs.flatMap(({ teacher }) => modelOfTap(teacher.value, isModel) ?? [])
      : [];
  return named.length > 0 ? unique(named) : unique(update.teachers.map(({ value }) => value));
}

/** `big` of `big/stage.2` when there is a model big; taps of own models may have slashes of their own. */
export function modelOfTap(tap: string, isModel: (id: string) => boolean): string | null {
  const slash = tap.indexOf('/');
  const model = slash < 0 ? '' : tap.slice(0, slash);
  return slash > 0 && isModel(model) ? model : null;
}

export const unique = <T>(values: Iterable<T>): readonly T[] => [...new Set(values)];

/** Models that a stage trains. */
export const trainedBy = (stage: StageEntry): readonly string[] =>
  unique(stage.updates.flatMap(({ train }) => train.map(({ value }) => value.model)));

/** Models that a stage names as teachers, in itself, its updates or its terms. */
export const teachersOf = (stage: StageEntry, isModel: (id: string) => boolean): readonly string[] =>
  unique(
    stage.updates.flatMap((update) => [
      ...update.teachers.map(({ value }) => value),
      ...update.terms.flatMap((term) => teacherNames(term, update, isModel)),
    ]),
  );

const usedBy = new WeakMap<Recipe, ReadonlyMap<StageEntry, readonly string[]>>();

/** The models that each stage trains or learns from: worked out once a recipe, for it is asked of every model. */
function modelsOfStages(recipe: Recipe): ReadonlyMap<StageEntry, readonly string[]> {
  const models = new Set(recipe.models.map(({ id }) => id.value));
  const used =
    usedBy.get(recipe) ??
    new Map(
      recipe.stages.map((stage) => [
        stage,
        [...trainedBy(stage), ...teachersOf(stage, (id) => models.has(id))],
      ]),
    );
  usedBy.set(recipe, used);
  return used;
}

/** Data sets whose samples a model sees, in order of the stages; what is evaluated comes last. */
export function dataOfModel(recipe: Recipe, model: string): readonly string[] {
  const used = modelsOfStages(recipe);
  const stages = recipe.stages.filter((stage) => used.get(stage)?.includes(model) === true);
  const evaluated = recipe.evaluate.data?.map(({ value }) => value) ?? recipe.data.map(({ id }) => id.value);
  return unique([...stages.flatMap(({ mix }) => mix.map(({ data }) => data.value)), ...evaluated]);
}
