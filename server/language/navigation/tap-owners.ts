import type { Recipe } from '../../recipe/read/recipe.ts';
import type { UpdateEntry } from '../../recipe/read/stages.ts';
import { teacherNames } from '../../recipe/resolved/uses.ts';

/** The model whose tap is meant where none is named, by where the tap is written: pairs go by their stage. */
export const tapOwners = (recipe: Recipe): ReadonlyMap<number, string> =>
  new Map(recipe.stages.flatMap(({ updates }) => updates.flatMap((update) => [...ownersIn(update, recipe)])));

function* ownersIn(update: UpdateEntry, recipe: Recipe): Generator<readonly [number, string]> {
  const isModel = (name: string): boolean => recipe.models.some(({ id }) => id.value === name);
  const [student] = update.train;
  for (const term of update.terms) {
    if (term.pairs?.kind !== 'list') continue;
    const [teacher] = teacherNames(term, update, isModel);
    for (const pair of term.pairs.pairs) {
      if (student !== undefined) yield [pair.student.range.start, student.value.model];
      if (teacher !== undefined) yield [pair.teacher.range.start, teacher];
    }
  }
}
