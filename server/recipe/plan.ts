import { basename } from 'node:path';
import type { BackendPlan, Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import { builtIn, type Catalogue } from './catalogue.ts';
import { check } from './check.ts';
import type { Facts } from './facts.ts';
import { hashText } from './hashing.ts';
import type { Node } from './node.ts';
import type { RecipeDocument } from './parse.ts';
import { dataPlan } from './plan/data.ts';
import { modelPlan } from './plan/models.ts';
import { checkpointsPlan, diagnosticsPlan, evaluatePlan } from './plan/observing.ts';
import { stagePlans } from './plan/stages.ts';
import { readRecipe } from './read/recipe.ts';
import type { Context } from './resolved/context.ts';
import { resolve } from './resolved/resolved.ts';
import { say } from '../text/say.ts';

/** What is decided outside the recipe. */
export interface Choices {
  /** What to compute on when the recipe says `auto` or nothing; with `override`, whatever it says. */
  readonly backend: {
    readonly name: string;
    /** Threads that a backend is to use. */
    readonly threads: (backend: string) => number;
    readonly override?: boolean;
  };
  /** In place of the recipe's. */
  readonly seeds?: readonly number[];
}

/**
 * Everything a run does, resolved and serialisable. Pure: the same document, facts and choices give the same plan.
 * Throws `recipe-has-errors` when `check` finds an error, and `facts-missing` when facts were not gathered.
 */
export function plan(
  document: RecipeDocument,
  facts: Facts,
  choices: Choices,
  catalogue: Catalogue = builtIn,
): Plan {
  const root = errorFree(document, facts, catalogue);
  const recipe = readRecipe(root);
  const context: Context = { text: document.text, root, recipe, facts, catalogue, report: () => undefined };
  const resolved = resolve(context);
  const data = Object.fromEntries(
    [...resolved.data].flatMap(([id, entry]) => {
      const planned = dataPlan(entry, context);
      return planned === undefined ? [] : [[id, planned] as const];
    }),
  );
  const models = Object.fromEntries(
    [...resolved.models].map(([id, model]) => [id, modelPlan(model, resolved.models, context)]),
  );
  const evaluate = evaluatePlan(recipe, resolved.data);
  const seeds = choices.seeds ?? recipe.seeds.map(({ value }) => value);
  const backend = backendPlan(recipe.backend?.value, choices);
  if (evaluate === null) throw missing(say`a data set that selects`);
  const stages = stagePlans(resolved.stages, { context, data, models, seeds, backend, evaluate });
  if (stages === null) throw missing(say`stages`);
  return {
    version: 1,
    name: recipe.name ?? basename(facts.recipePath).replace(/(\.distill)?\.ya?ml$/u, ''),
    recipe: { path: facts.recipePath, sha256: hashText(document.text) },
    backend,
    seeds,
    data,
    models,
    stages,
    evaluate,
    diagnostics: diagnosticsPlan(recipe, {
      stages,
      models,
      data: resolved.data,
      select: evaluate.select.data,
    }),
    checkpoints: checkpointsPlan(recipe, stages),
  };
}

function backendPlan(named: string | undefined, { backend }: Choices): BackendPlan {
  const { name, threads, override = false } = backend;
  const chosen = override || named === undefined || named === 'auto' ? name : named;
  return { name: chosen, threads: threads(chosen) };
}

/** The tree of a recipe that can run. */
function errorFree(document: RecipeDocument, facts: Facts, catalogue: Catalogue): Node {
  const { problems, needs } = check(document, facts, catalogue);
  const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
  if (first !== undefined) {
    const rest = others.length === 0 ? '' : say` (and ${others.length} more)`;
    throw new RetortError({
      code: 'recipe-has-errors',
      message: say`The recipe can't be planned: ${first.message}${rest}`,
      where: facts.recipePath,
      next: say`Correct the recipe; retort check lists all problems.`,
    });
  }
  if (needs.length > 0 || document.root === null) throw missing(needs.map(({ kind }) => kind).join(', '));
  return document.root;
}

const missing = (what: string): RetortError =>
  new RetortError({
    code: 'facts-missing',
    message: say`The recipe can't be planned before more is known: ${what}.`,
    next: say`Gather the facts first.`,
  });
