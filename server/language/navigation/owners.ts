import type { Range } from '../../protocol/problem.ts';
import type { Located } from '../../recipe/read/located.ts';
import type { Recipe } from '../../recipe/read/recipe.ts';
import type { UpdateEntry } from '../../recipe/read/stages.ts';
import { teacherNames } from '../../recipe/resolved/uses.ts';
import type { NamePart } from '../../recipe/structure/names.ts';
import type { Name } from './names.ts';
import { contains } from './ranges.ts';

/** Whose names are meant in a recipe: taps, heads and terms belong to something. */
export interface Owners {
  readonly isModel: (id: string) => boolean;
  /** What a part of a word names. `before` is the name before it in the word, which then is its owner. */
  readonly named: (part: NamePart, before: string | null, word: Located<string>) => Name;
}

export function ownersOf(recipe: Recipe): Owners {
  const isModel = (id: string): boolean => recipe.models.some((model) => model.id.value === id);
  const taps = new Map(
    recipe.stages.flatMap(({ updates }) => updates.flatMap((update) => [...tapsIn(update, isModel)])),
  );
  return {
    isModel,
    named({ kind, id }, before, { range }) {
      switch (kind) {
        case 'term':
          return { kind, id, owner: before ?? '' };
        case 'tap':
          return { kind, id, owner: before ?? taps.get(range.start) ?? modelAround(range, recipe) };
        case 'head':
          return headOf(trainedAround(range, recipe), id, recipe);
        case 'model':
        case 'data':
        case 'stage':
        case 'field':
          return { kind, id, owner: '' };
      }
    },
  };
}

/** The model whose tap is meant where a pair names none, by where the tap is written: pairs go by their stage. */
function* tapsIn(
  update: UpdateEntry,
  isModel: (id: string) => boolean,
): Generator<readonly [number, string]> {
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

const modelAround = (place: Range, { models }: Recipe): string =>
  models.find(({ node }) => contains(node.range, place))?.id.value ?? '';

/** The model that trains where something is written: terms and the labels of a stage mean its heads. */
function trainedAround(place: Range, { stages }: Recipe): string {
  const updates = stages.find(({ node }) => contains(node.range, place))?.updates ?? [];
  const own = updates.find(({ terms }) => terms.some(({ node }) => contains(node.range, place)));
  return (own ?? updates[0])?.train[0]?.value.model ?? '';
}

function headOf(owner: string, id: string, { models }: Recipe): Name {
  const exits = models.find((model) => model.id.value === owner)?.exits ?? [];
  return { kind: exits.some(({ value }) => value === id) ? 'exit' : 'head', id, owner };
}
