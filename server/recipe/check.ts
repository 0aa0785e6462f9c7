import type { Problem } from '../protocol/problem.ts';
import { builtIn, type Catalogue } from './catalogue.ts';
import { checkBatches } from './check/batches.ts';
import { checkCheckpoints } from './check/checkpoints.ts';
import { follows, reaches } from './check/consequences.ts';
import { checkData } from './check/data.ts';
import { checkEvaluate } from './check/evaluate.ts';
import { checkIdleKeys } from './check/idle.ts';
import { checkInit } from './check/init.ts';
import { checkLabels } from './check/labels.ts';
import { checkNames } from './check/names.ts';
import { checkOrder } from './check/order.ts';
import { checkPlanned } from './check/planned.ts';
import { checkProbe } from './check/probe.ts';
import { checkSampling } from './check/sampling.ts';
import { checkScale } from './check/scale.ts';
import { checkVersion } from './check/version.ts';
import type { Facts, Need } from './facts.ts';
import { needs } from './needs.ts';
import type { RecipeDocument } from './parse.ts';
import { readRecipe, type Recipe } from './read/recipe.ts';
import { resolve, type Resolved } from './resolved/resolved.ts';
import type { Context } from './resolved/context.ts';
import { schemaOf } from './schema.ts';
import { structure } from './structure.ts';
import { say } from '../text/say.ts';

export interface Checked {
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** Facts that are still missing: what could be said without them is in `problems`. */
  readonly needs: readonly Need[];
  readonly recipe: Recipe;
  /** Its names followed, as far as text and facts go; null where the text is broken. */
  readonly resolved: Resolved | null;
}

const problemsAtMost = 200;

/**
 * Everything that can be known about a recipe before training. Pure and fast; never throws. A recipe with no error
 * and nothing in `needs` can be planned and run.
 */
export function check(document: RecipeDocument, facts: Facts, catalogue: Catalogue = builtIn): Checked {
  const problems: Problem[] = [...document.problems];
  const { root, text } = document;
  if (root?.kind !== 'map') {
    if (problems.length === 0) problems.push(notARecipe(document));
    return { problems: inOrder(problems, text), needs: [], recipe: readRecipe(root), resolved: null };
  }
  const broken = problems.length > 0;
  const form = [...checkVersion(root), ...structure(root, schemaOf(catalogue), text)];
  problems.push(...form.filter((problem) => !broken || isSound(problem, document)));
  problems.push(...checkPlanned(root, catalogue));
  const recipe = readRecipe(root);
  const wanted = needs(recipe, facts, catalogue);
  if (broken) return { problems: inOrder(problems, text), needs: wanted, recipe, resolved: null };
  const report = (found: Problem): void => {
    if (!follows(found, recipe, form)) problems.push(found);
  };
  const context: Context = { text, root, recipe, facts, catalogue, report };
  let resolved: Resolved | null = null;
  try {
    resolved = checkMeaning(context);
  } catch (error) {
    problems.push(unforeseen(error, recipe.range));
  }
  return { problems: inOrder(problems, text), needs: wanted, recipe, resolved };
}

/** Whether a problem of form says something although the text is broken, and isn't only a consequence of that. */
function isSound({ code, range }: Problem, { text, problems: broken }: RecipeDocument): boolean {
  // A text that is being written has holes: what is missing then says nothing.
  if (code === 'missing-key') return false;
  return broken.every((other) =>
    other.code.startsWith('yaml-')
      ? range.end <= other.range.start && !reaches(text, range, other.range.start)
      : range.start !== other.range.start,
  );
}

function checkMeaning(context: Context): Resolved {
  checkNames(context);
  const resolved = resolve(context);
  checkOrder(context);
  checkInit(resolved, context);
  checkData(resolved, context);
  checkLabels(resolved, context);
  checkBatches(resolved, context);
  checkEvaluate(resolved, context);
  checkProbe(resolved, context);
  checkIdleKeys(resolved, context);
  checkScale(resolved, context);
  checkSampling(context);
  checkCheckpoints(resolved, context);
  return resolved;
}

const notARecipe = ({ text, root }: RecipeDocument): Problem => ({
  code: 'empty-recipe',
  severity: 'error',
  message: say`There is no recipe here. It begins with version: 1 and has data, models and stages.`,
  range: root?.range ?? { start: 0, end: Math.min(1, text.length) },
});

/** A bug of ours must not take the editor's other problems with it; nothing can run either. */
const unforeseen = (error: unknown, range: Problem['range']): Problem => ({
  code: 'check-failed',
  severity: 'error',
  message: say`The check itself failed, please report it: ${error instanceof Error ? error.message : String(error)}`,
  range,
});

/** In the order of the text, each once, inside the text. */
function inOrder(problems: readonly Problem[], text: string): readonly Problem[] {
  const seen = new Set<string>();
  return problems
    .filter(({ code, message, range }) => {
      const key = `${code} ${range.start} ${range.end} ${message}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .filter(({ range }) => range.end <= text.length)
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
    .slice(0, problemsAtMost);
}
