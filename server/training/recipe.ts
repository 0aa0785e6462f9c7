import { automatic, backends, findBackend } from '../backends/index.ts';
import type { Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import { checkAhead } from '../recipe/ahead.ts';
import { check, type Checked } from '../recipe/check.ts';
import type { Facts } from '../recipe/facts.ts';
import { nodeFiles } from '../recipe/files.ts';
import { gather } from '../recipe/gather.ts';
import { parse, type RecipeDocument } from '../recipe/parse.ts';
import { plan, type Choices } from '../recipe/plan.ts';
import { workspaceOf } from '../runs/newest.ts';
import { say } from '../text/say.ts';
import { circumstances } from './circumstances.ts';

/** A recipe as it was found. */
export interface CheckedRecipe extends Checked {
  /** Absolute. */
  readonly path: string;
  readonly document: RecipeDocument;
  readonly facts: Facts;
  /** It can't be planned: an error is among the problems. */
  readonly broken: boolean;
}

/** What decides a plan beside the recipe. Threads are part of it because sums depend on them. */
export interface Asked {
  readonly seeds?: readonly number[];
  /** `auto`, or absent: the recipe's, or the best that runs here. */
  readonly backend?: string;
  readonly threads?: number;
  /** Where `threads` is absent; fewer where the backend can't use so many: a setting is for recipes of every backend. */
  readonly preferredThreads?: number;
}

export interface PlannedRecipe {
  readonly plan: Plan;
  /** Why the default backend is not the best that there is; null where it is. */
  readonly remark: string | null;
}

/** More bytes than the characters that a recipe can have; what is larger is some other file and isn't read. */
const largest = 4 * 2 ** 20;

/**
 * Reads and checks the recipe at an absolute path; `text` instead of the file's where it is given.
 * Throws RetortError `missing-file`, `not-a-recipe`, `recipe-too-large`.
 */
export async function checkRecipe(path: string, text?: string): Promise<CheckedRecipe> {
  const document = parse(text ?? (await readText(path)));
  const facts = await gather(document, path);
  const checked = check(document, facts);
  const { problems, needs } = checked;
  const broken = needs.length > 0 || problems.some(({ severity }) => severity === 'error');
  return { path, document, facts, ...checked, broken };
}

/** A checked recipe with what can be known of it on this machine beside. */
export async function checkHere(recipe: CheckedRecipe): Promise<CheckedRecipe> {
  const { path, document, facts, problems } = recipe;
  const found = await checkAhead(
    document,
    facts,
    recipe,
    await circumstances(path, [await workspaceOf(path)]),
  );
  return { ...recipe, problems: [...problems, ...found].sort((a, b) => a.range.start - b.range.start) };
}

async function readText(path: string): Promise<string> {
  const entry = await nodeFiles.stat(path);
  const refuse = (code: string, what: string): RetortError =>
    new RetortError({
      code,
      message: say`${path} is ${what}; expected a recipe.`,
      where: path,
      next: say`Name a *.distill.yaml file; \`retort init\` writes one.`,
    });
  if (entry?.kind === 'folder') throw refuse('not-a-recipe', say`a folder`);
  if (entry !== null && entry.bytes > largest)
    throw refuse('recipe-too-large', say`${entry.bytes} bytes long`);
  const bytes = await nodeFiles.read(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('not-a-recipe', say`not text in UTF-8`);
  }
}

/**
 * The plan of a recipe that isn't broken.
 * Throws RetortError `unknown-backend`, `backend-unusable`, `too-many-threads`, `recipe-has-errors`.
 */
export function planRecipe({ document, facts }: CheckedRecipe, asked: Asked): PlannedRecipe {
  const made = plan(document, facts, choicesOf(asked));
  refuseUnusable(made.backend.name);
  return { plan: made, remark: asked.backend === undefined ? explainDefault(made.backend.name) : null };
}

function choicesOf({ seeds, backend: wanted = 'auto', ...asked }: Asked): Choices {
  const threads = threadsOf(asked);
  const backend =
    wanted === 'auto'
      ? { name: automatic().name, threads }
      : { name: findBackend(wanted).name, threads, override: true };
  return { backend, ...(seeds === undefined ? {} : { seeds }) };
}

/** Threads of a backend: as asked for, else as preferred, else its own choice. Throws `too-many-threads`. */
const threadsOf =
  ({ threads: asked, preferredThreads: preferred }: Pick<Asked, 'threads' | 'preferredThreads'>) =>
  (name: string): number => {
    const { most, usual } = findBackend(name).threads();
    if (asked === undefined) return preferred === undefined ? usual : Math.min(preferred, most);
    if (asked >= 1 && asked <= most) return asked;
    throw new RetortError({
      code: 'too-many-threads',
      message:
        most === 1
          ? say`${asked} threads were asked for; the backend ${name} can use one thread here.`
          : say`${asked} threads were asked for; the backend ${name} can use 1 to ${most} threads here.`,
      next: say`Give fewer threads, or say nothing about them.`,
    });
  };

function explainDefault(name: string): string | null {
  const [best] = backends;
  const usable = best?.usable();
  if (best === undefined || usable?.ok !== false || name === best.name) return null;
  return say`Computing with ${name}, because the faster backend ${best.name} can't run here: ${usable.reason}`;
}

function refuseUnusable(name: string): void {
  const usable = findBackend(name).usable();
  if (usable.ok) return;
  throw new RetortError({
    code: 'backend-unusable',
    message: say`The backend ${name} can't compute here: ${usable.reason}`,
    next: say`Choose another with --backend; \`retort backends\` lists them.`,
  });
}
