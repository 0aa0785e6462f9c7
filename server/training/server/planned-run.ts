import { RetortError } from '../../protocol/failure.ts';
import type { StartRun } from '../../protocol/training.ts';
import { positionAt } from '../../recipe/position.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import { refuseTooLarge } from '../enough-memory.ts';
import { newRun } from '../new-run.ts';
import { checkRecipe, planRecipe, type CheckedRecipe } from '../recipe.ts';
import { say } from '../../text/say.ts';

/** Problems that are named in a failure; the editor shows all of them at their places. */
const named = 3;

/** Makes the directory of a run of a recipe. Throws RetortError `recipe-has-problems`, `out-of-memory-ahead`, and as `planRecipe`, `newRun`. */
export async function plannedRun(
  workspace: string,
  { recipe: path, anyway, ...asked }: Omit<StartRun, 'workspace'>,
  signal: AbortSignal,
): Promise<RunDirectory> {
  const recipe = await checkRecipe(path);
  if (recipe.broken) throw hasProblems(recipe);
  signal.throwIfAborted();
  const { plan } = planRecipe(recipe, asked);
  if (anyway !== true) await refuseTooLarge(plan);
  signal.throwIfAborted();
  return newRun(workspace, recipe.document.text, plan);
}

function hasProblems({ path, document, problems }: CheckedRecipe): RetortError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const lines = errors.slice(0, named).map(({ message, range }) => {
    return say`line ${positionAt(document.text, range.start).line + 1}: ${message}`;
  });
  const more = errors.length > named ? say` And ${errors.length - named} more.` : '';
  const count = errors.length === 1 ? say`an error` : say`${errors.length} errors`;
  return new RetortError({
    code: 'recipe-has-problems',
    message: say`The recipe has ${count}: ${lines.join(' ')}${more}`,
    where: first === undefined ? path : `${path}:${positionAt(document.text, first.range.start).line + 1}`,
    next: say`Mend it and run it again; \`retort check\` lists all problems, and the editor marks them.`,
  });
}
