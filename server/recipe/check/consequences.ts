import type { Problem, Range } from '../../protocol/problem.ts';
import { isMisspelt } from '../fixes/form.ts';
import { isInside } from '../fixes/style.ts';
import type { Node } from '../node.ts';
import type { Recipe } from '../read/recipe.ts';

/**
 * Whether what was found about the meaning of a recipe only follows from what is wrong with its form: what is misspelt
 * in a stage is missing there, and where nothing of a section could be read, no name of it means anything. One mistake
 * is one problem.
 */
export function follows(
  { code, range }: Problem,
  { data, models, stages }: Recipe,
  form: readonly Problem[],
): boolean {
  const isBeside = (other: Problem, parts: readonly { readonly node: Node }[]): boolean =>
    parts.some(({ node }) => isInside(range, node.range) && isInside(other.range, node.range));
  switch (code) {
    case 'missing-key':
    case 'missing-teacher':
    case 'missing-pairs':
      return form.some((other) => isMisspelt(other) && isBeside(other, stages));
    case 'bad-network':
      return form.some((other) => isBeside(other, models));
    case 'unknown-data':
      return data.length === 0;
    case 'unknown-model':
      return models.length === 0;
    case 'unused-data':
    case 'unused-model':
      return stages.length === 0;
    default:
      return false;
  }
}

/** Whether nothing stands between what a problem is about and where the text can't be read. */
export const reaches = (text: string, { end }: Range, torn: number): boolean =>
  end <= torn && /^[\s:]*$/u.test(text.slice(end, torn));
