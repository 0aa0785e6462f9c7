import { resolve } from 'node:path';
import { automatic, backends, findBackend } from '../backends/index.ts';
import type { Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import type { Problem } from '../protocol/problem.ts';
import { check } from '../recipe/check.ts';
import type { Facts } from '../recipe/facts.ts';
import { nodeFiles } from '../recipe/files.ts';
import { gather } from '../recipe/gather.ts';
import { parse, type RecipeDocument } from '../recipe/parse.ts';
import { plan, type Choices } from '../recipe/plan.ts';
import type { Arguments } from './arguments.ts';
import type { Paint } from './paint.ts';
import { formatProblem, problemRows, tally } from './problems.ts';
import type { Terminal } from './terminal.ts';

/** A recipe as it was found. */
export interface CheckedRecipe {
  /** As it was written on the command line. */
  readonly path: string;
  readonly document: RecipeDocument;
  readonly facts: Facts;
  readonly problems: readonly Problem[];
  /** It can't be planned: an error is among the problems. */
  readonly broken: boolean;
}

/** More bytes than the characters that a recipe can have; what is larger is some other file and isn't read. */
const largest = 4 * 2 ** 20;

/** Reads and checks the recipe that the operand RECIPE names. Throws `missing-file`, `not-a-recipe`, `recipe-too-large`. */
export async function checkedRecipe(given: Arguments): Promise<CheckedRecipe> {
  const path = given.needed('RECIPE');
  const absolute = resolve(path);
  const document = parse(await readText(absolute));
  const facts = await gather(document, absolute);
  const { problems, needs } = check(document, facts);
  const broken = needs.length > 0 || problems.some(({ severity }) => severity === 'error');
  return { path, document, facts, problems, broken };
}

async function readText(path: string): Promise<string> {
  const entry = await nodeFiles.stat(path);
  const refuse = (code: string, what: string): RetortError =>
    new RetortError({
      code,
      message: `${path} is ${what}; expected a recipe.`,
      where: path,
      next: 'Name a *.distill.yaml file; `retort init` writes one.',
    });
  if (entry?.kind === 'folder') throw refuse('not-a-recipe', 'a folder');
  if (entry !== null && entry.bytes > largest) throw refuse('recipe-too-large', `${entry.bytes} bytes long`);
  const bytes = await nodeFiles.read(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('not-a-recipe', 'not text in UTF-8');
  }
}

/** A recipe's text and plan, or null after its errors were shown. Warnings are shown too. */
export async function plannedRecipe(
  given: Arguments,
  terminal: Terminal,
): Promise<{ readonly text: string; readonly plan: Plan } | null> {
  const choices = choicesOf(given);
  const recipe = await checkedRecipe(given);
  if (recipe.broken && terminal.json) terminal.answer(recipeProblems(recipe), () => '');
  for (const line of problemLines(recipe, terminal.paint.error)) terminal.say(line);
  if (recipe.broken) {
    terminal.say(summary(recipe));
    return null;
  }
  const { document, facts } = recipe;
  const made = plan(document, facts, choices);
  refuseUnusable(made.backend.name);
  const slower = explainDefault(made.backend.name, given);
  if (slower !== null) terminal.say(slower);
  return { text: document.text, plan: made };
}

/** What the command line decides. Threads are part of a plan because sums depend on them. */
function choicesOf(given: Arguments): Choices {
  const seeds = given.numbers('seeds');
  const wanted = given.option('backend') ?? 'auto';
  const threads = threadsOf(given);
  const backend =
    wanted === 'auto'
      ? { name: automatic().name, threads }
      : { name: findBackend(wanted).name, threads, override: true };
  return { backend, ...(seeds === undefined ? {} : { seeds }) };
}

/** Threads of a backend: as asked for, else its own choice. Throws `too-many-threads`. */
function threadsOf(given: Arguments): (backend: string) => number {
  const [asked] = given.numbers('threads') ?? [];
  return (name) => {
    const { most, usual } = findBackend(name).threads();
    if (asked === undefined) return usual;
    if (asked >= 1 && asked <= most) return asked;
    throw new RetortError({
      code: 'too-many-threads',
      message: `--threads is ${asked}; the backend ${name} can use ${most === 1 ? 'one thread' : `1 to ${most} threads`} here.`,
      next: 'Give fewer threads, or leave the option out.',
    });
  };
}

/** Why the default is not the best backend that there is; nothing where it is. */
function explainDefault(name: string, given: Arguments): string | null {
  const [best] = backends;
  const usable = best?.usable();
  if (
    best === undefined ||
    usable?.ok !== false ||
    given.option('backend') !== undefined ||
    name === best.name
  )
    return null;
  return `Computing with ${name}, because the faster backend ${best.name} can't run here: ${usable.reason}`;
}

function refuseUnusable(name: string): void {
  const usable = findBackend(name).usable();
  if (usable.ok) return;
  throw new RetortError({
    code: 'backend-unusable',
    message: `The backend ${name} can't compute here: ${usable.reason}`,
    next: 'Choose another with --backend; `retort backends` lists them.',
  });
}

export const problemLines = ({ path, document, problems }: CheckedRecipe, paint: Paint): readonly string[] =>
  problems.map((problem) => formatProblem(path, document.text, problem, paint));

/** The line after the problems. */
export const summary = ({ path, problems }: CheckedRecipe): string => `${path}: ${tally(problems)}`;

/** A recipe's problems for programs. */
export const recipeProblems = ({ path, document, problems }: CheckedRecipe) => ({
  recipe: resolve(path),
  errors: problems.filter(({ severity }) => severity === 'error').length,
  warnings: problems.filter(({ severity }) => severity === 'warning').length,
  problems: problemRows(document.text, problems),
});
