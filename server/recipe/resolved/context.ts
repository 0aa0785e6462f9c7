import type { Fix, Problem, Range } from '../../protocol/problem.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Facts } from '../facts.ts';
import { nearestOf, otherNames } from '../nearest.ts';
import type { Node } from '../node.ts';
import type { Located } from '../read/located.ts';
import type { Recipe } from '../read/recipe.ts';
import { shown } from '../structure/words.ts';
import { say } from '../../text/say.ts';
import { thing } from '../../text/things.ts';

/** What a recipe is resolved with. Whatever is found wrong on the way is reported, and the rest goes on. */
export interface Context {
  readonly text: string;
  readonly root: Node;
  readonly recipe: Recipe;
  readonly facts: Facts;
  readonly catalogue: Catalogue;
  readonly report: (problem: Problem) => void;
}

interface More {
  readonly fixes?: readonly (Fix | undefined)[];
  readonly related?: Problem['related'];
  readonly severity?: Problem['severity'];
}

/** A problem, an error unless said otherwise. */
export const problem = (code: string, message: string, range: Range, more: More = {}): Problem => ({
  code,
  severity: more.severity ?? 'error',
  message,
  range,
  ...fixesOf(more.fixes ?? []),
  ...(more.related === undefined ? {} : { related: more.related }),
});

const fixesOf = (given: readonly (Fix | undefined)[]): Pick<Problem, 'fixes'> => {
  const fixes = given.filter((fix) => fix !== undefined);
  return fixes.length === 0 ? {} : { fixes };
};

/** A name that means nothing, with the nearest one that does. */
export function unknown(
  what: 'model' | 'data' | 'tap' | 'field' | 'input',
  { value, range }: Located<string>,
  known: readonly string[],
  owner = '',
): Problem {
  const near = nearestOf(value, known);
  const [meant] = near;
  const subject = thing(what);
  const hint =
    meant !== undefined
      ? say` Did you mean ${meant}?`
      : known.length === 0
        ? say` There is none.`
        : known.length === 1
          ? say` There is ${known[0] ?? ''}.`
          : say` There are ${known.slice(0, 24).join(', ')}${known.length > 24 ? ', …' : ''}.`;
  return problem(
    `unknown-${what}`,
    (owner === ''
      ? say`There is no ${subject} ${shown(value)}.`
      : say`${owner} has no ${subject} ${shown(value)}.`) + hint,
    range,
    { fixes: otherNames(range, value, known) },
  );
}
