import { posix } from 'node:path';
import type { PlacedProblem } from '../../server/protocol/training.ts';
import type { Text } from '../text/en.ts';
import { oneLine } from '../text/plain.ts';

/** A problem as far as lists count it. */
export type Judged = Pick<PlacedProblem, 'severity'>;

/** A recipe as a line of the list, without the editor's types. */
export interface RecipeItem {
  readonly label: string;
  readonly description: string;
  readonly icon: 'beaker' | 'pass' | 'error' | 'warning';
}

/**
 * A recipe as the list shows it.
 * @param path relative to its folder, with `/`, the folder's name before it where several are open
 * @param problems of the last check, or undefined while it has not been checked
 */
export function recipeItem(path: string, problems: readonly Judged[] | undefined, text: Text): RecipeItem {
  const folder = posix.dirname(path);
  const counted = problems?.filter(isProblem) ?? [];
  const parts = [
    counted.length === 0 ? '' : text.recipes.problems(counted.length),
    folder === '.' ? '' : folder,
  ];
  return {
    label: oneLine(posix.basename(path).replace(/\.distill\.yaml$/, '')),
    description: oneLine(parts.filter((part) => part !== '').join(' · ')),
    icon: icon(problems),
  };
}

/** What counts as a problem; information and hints don't. */
export const isProblem = ({ severity }: Judged): boolean => severity === 'error' || severity === 'warning';

/** Why a recipe can't run: how many errors it has. Warnings don't stop a run. */
export const notSound = (
  name: string,
  problems: readonly Pick<PlacedProblem, 'severity'>[],
  { recipes }: Text,
): string => recipes.notSound(name, problems.filter(({ severity }) => severity === 'error').length);

function icon(problems: readonly Judged[] | undefined): RecipeItem['icon'] {
  if (problems === undefined) return 'beaker';
  if (problems.some(({ severity }) => severity === 'error')) return 'error';
  return problems.some(isProblem) ? 'warning' : 'pass';
}
