import type { CheckedFile, PlacedProblem } from '../../protocol/training.ts';
import { positionAt } from '../../recipe/position.ts';
import { totalSteps } from '../../distill/jobs.ts';
import { memoryAhead } from '../enough-memory.ts';
import { checkHere, checkRecipe, planRecipe } from '../recipe.ts';

/** A recipe's problems with their places, and what a run of it would do. Throws as `checkRecipe` and `planRecipe`. */
export async function checkFile(
  path: string,
  text: string | undefined,
  signal: AbortSignal,
): Promise<CheckedFile> {
  const recipe = await checkHere(await checkRecipe(path, text));
  const place = (offset: number) => positionAt(recipe.document.text, offset);
  const problems = recipe.problems.map(({ code, severity, message, range }): PlacedProblem => ({
    code,
    severity,
    message,
    start: place(range.start),
    end: place(range.end),
  }));
  if (recipe.broken) return { problems, sound: false, outlook: null };
  signal.throwIfAborted();
  const { plan } = planRecipe(recipe, {});
  const { estimate } = await memoryAhead(plan);
  return {
    problems,
    sound: true,
    outlook: {
      name: plan.name,
      steps: totalSteps(plan),
      backend: plan.backend.name,
      memoryBytes: estimate.bytes,
      models: Object.fromEntries(
        Object.entries(plan.models).map(([name, { parameters, bytes }]) => [name, { parameters, bytes }]),
      ),
    },
  };
}
