import { resolve } from 'node:path';
import { findBackend } from '../backends/index.ts';
import type { Plan } from '../distill/plan.ts';
import { checkHere, checkRecipe, planRecipe, type Asked, type CheckedRecipe } from '../training/recipe.ts';
import type { Arguments } from './arguments.ts';
import type { Paint } from './paint.ts';
import { formatProblem, problemRows, tally } from './problems.ts';
import type { Terminal } from './terminal.ts';

/** A checked recipe with its path as it was written on the command line. */
export interface NamedRecipe extends CheckedRecipe {
  readonly written: string;
}

/** Reads and checks the recipe that the operand RECIPE names. Throws `missing-file`, `not-a-recipe`, `recipe-too-large`. */
export async function checkedRecipe(given: Arguments): Promise<NamedRecipe> {
  const written = given.needed('RECIPE');
  return { ...(await checkRecipe(resolve(written))), written };
}

/** The same with what can be known on this machine, and of earlier runs. */
export async function recipeHere(given: Arguments): Promise<NamedRecipe> {
  const recipe = await checkedRecipe(given);
  return { ...(await checkHere(recipe)), written: recipe.written };
}

/** A recipe's text and plan, or null after its errors were shown. Warnings are shown too. */
export async function plannedRecipe(
  given: Arguments,
  terminal: Terminal,
): Promise<{ readonly text: string; readonly plan: Plan } | null> {
  const asked = askedOf(given);
  const recipe = await checkedRecipe(given);
  if (recipe.broken && terminal.json) terminal.answer(recipeProblems(recipe), () => '');
  for (const line of problemLines(recipe, terminal.paint.error)) terminal.say(line);
  if (recipe.broken) {
    terminal.say(summary(recipe));
    return null;
  }
  const { plan, remark } = planRecipe(recipe, asked);
  if (remark !== null) terminal.say(remark);
  return { text: recipe.document.text, plan };
}

/** What the command line decides. Throws RetortError `unknown-backend`, before the recipe is read. */
export function askedOf(given: Arguments): Asked {
  const seeds = given.numbers('seeds');
  const backend = given.option('backend');
  if (backend !== undefined && backend !== 'auto') findBackend(backend);
  const [threads] = given.numbers('threads') ?? [];
  return {
    ...(seeds === undefined ? {} : { seeds }),
    ...(backend === undefined ? {} : { backend }),
    ...(threads === undefined ? {} : { threads }),
  };
}

export const problemLines = ({ written, document, problems }: NamedRecipe, paint: Paint): readonly string[] =>
  problems.map((problem) => formatProblem(written, document.text, problem, paint));

/** The line after the problems. */
export const summary = ({ written, problems }: NamedRecipe): string => `${written}: ${tally(problems)}`;

/** A recipe's problems for programs. */
export const recipeProblems = ({ path, document, problems }: CheckedRecipe) => ({
  recipe: path,
  errors: problems.filter(({ severity }) => severity === 'error').length,
  warnings: problems.filter(({ severity }) => severity === 'warning').length,
  problems: problemRows(document.text, problems),
});
