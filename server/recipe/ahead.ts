import { buildNetworks } from '../distill/models.ts';
import type { Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import type { Problem } from '../protocol/problem.ts';
import { checkBackend } from './ahead/backend.ts';
import { checkLastRun } from './ahead/last-run.ts';
import { checkMemory } from './ahead/memory.ts';
import type { Checked } from './check.ts';
import type { Circumstances } from './circumstances.ts';
import type { Facts } from './facts.ts';
import type { RecipeDocument } from './parse.ts';
import { plan } from './plan.ts';

/** A recipe that can be planned, with what it would do here. */
export interface Ahead {
  readonly document: RecipeDocument;
  readonly facts: Facts;
  readonly recipe: Checked['recipe'];
  readonly plan: Plan;
  readonly circumstances: Circumstances;
}

/**
 * What can be known of a recipe only where it is to run: whether it computes here, fits into memory, and what its last
 * run came to. Nothing for a recipe with errors. Slower than `check` (steps are laid out to be measured): for when
 * nobody types. None of it is an error, since another machine or another choice may do.
 */
export async function checkAhead(
  document: RecipeDocument,
  facts: Facts,
  { problems, recipe, resolved }: Checked,
  circumstances: Circumstances,
): Promise<readonly Problem[]> {
  if (resolved === null || problems.some(({ severity }) => severity === 'error')) return [];
  const planned = planHere(document, facts, circumstances);
  if (planned === null) return [];
  const ahead: Ahead = { document, facts, recipe, plan: planned, circumstances };
  const networks = await buildNetworks(planned, (path) => jsonOf(facts, path));
  return [...checkBackend(ahead), ...checkMemory(ahead, networks), ...checkLastRun(ahead)];
}

/** The plan for these backends; null while something isn't known. Hashes of data decide nothing here. */
function planHere(document: RecipeDocument, facts: Facts, { backends }: Circumstances): Plan | null {
  const usable = backends.find(({ unusable }) => unusable === null);
  if (usable === undefined) return null;
  const threads = (name: string): number => backends.find((backend) => backend.name === name)?.threads ?? 1;
  try {
    return plan(
      document,
      { ...facts, hashes: new Map([...unhashed(facts), ...facts.hashes]) },
      { backend: { name: usable.name, threads } },
    );
  } catch (error) {
    if (error instanceof RetortError) return null;
    throw error;
  }
}

const unhashed = ({ sources }: Facts): Facts['hashes'] =>
  new Map(
    [...sources].flatMap(([key, fact]) =>
      fact.ok
        ? [
            [
              key,
              { ok: true, value: fact.value.files.map((path) => ({ path, bytes: 0, sha256: '' })) },
            ] as const,
          ]
        : [],
    ),
  );

function jsonOf(facts: Facts, path: string): Promise<unknown> {
  const fact = facts.json.get(path);
  return fact?.ok === true
    ? Promise.resolve(fact.value.value)
    : Promise.reject(new Error(`${path} was planned with and isn't known.`));
}
