import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { totalSteps } from '../distill/jobs.ts';
import type { Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import type { RunFile } from '../protocol/run.ts';
import { diskFailure, isMissing, systemCode, writing } from './disk-failure.ts';
import { makeFolder, syncFolder, writeDurably } from './durable.ts';
import { formatJson } from './json.ts';
import { say } from '../text/say.ts';

/** A run is its folder: `<workspace>/.retort/runs/<id>`. */
export interface RunDirectory {
  readonly id: string;
  readonly path: string;
}

export interface NewRun {
  /** Folder that `.retort` is made in. */
  readonly workspace: string;
  readonly recipeText: string;
  readonly plan: Plan;
  /** Versions of what computes, by package name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly now: Date;
  /** At least four random letters or digits: two runs of one recipe may start in the same second. */
  readonly random: string;
}

const runsFolder = (workspace: string): string => join(workspace, '.retort', 'runs');

/**
 * Makes the directory of a queued run with its recipe, plan and `run.json`. It appears whole or not at all.
 * Throws RetortError `disk-full`, `read-only`, `not-a-folder`, `run-exists`.
 */
export async function createRun(run: NewRun): Promise<RunDirectory> {
  const id = `${timestamp(run.now)}-${slug(run.plan.name)}-${suffix(run.random)}`;
  const folder = runsFolder(run.workspace);
  const path = join(folder, id);
  const beside = join(folder, `.new-${id}`);
  await makeFolder(folder);
  await ignoreItself(join(run.workspace, '.retort'));
  await sweep(folder, run.now);
  try {
    // Named as people know it: the folder, not the one that is made beside.
    await writing(folder, () => mkdir(beside));
    await writeDurably(join(beside, 'recipe.distill.yaml'), run.recipeText);
    await writeDurably(join(beside, 'plan.json'), formatJson(run.plan));
    await writeDurably(join(beside, 'run.json'), formatJson(queued(id, run)));
    await syncFolder(beside);
    if (await exists(path)) throw runExists(id, path);
    await writing(path, () => rename(beside, path));
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(folder);
  return { id, path };
}

/** Runs of a workspace, the newest first. Folders that aren't runs are passed over. */
export async function listRuns(workspace: string): Promise<readonly RunDirectory[]> {
  const folder = runsFolder(workspace);
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const runs = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (id) => {
        const path = join(folder, id);
        return (await exists(join(path, 'run.json'))) ? [{ id, path }] : [];
      }),
  );
  return runs.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
}

/**
 * The run that a person means: a whole id, the beginning of one, or `last`.
 * Throws RetortError `no-such-run` or `ambiguous-run`.
 */
export async function findRun(workspace: string, wanted: string): Promise<RunDirectory> {
  const runs = await listRuns(workspace);
  const exact = runs.find(({ id }) => id === wanted);
  if (exact !== undefined) return exact;
  const matching = wanted === 'last' ? runs.slice(0, 1) : runs.filter(({ id }) => id.startsWith(wanted));
  const [found, another] = matching;
  if (found === undefined) {
    throw new RetortError({
      code: 'no-such-run',
      message:
        runs.length === 0
          ? say`There is no run in ${runsFolder(workspace)} yet.`
          : say`No run of ${runs.length} in ${runsFolder(workspace)} begins with "${wanted}".`,
      where: runsFolder(workspace),
      next: say`List the runs with \`retort runs\`; name one by its id, the beginning of it, or \`last\`.`,
    });
  }
  if (another !== undefined) {
    throw new RetortError({
      code: 'ambiguous-run',
      message: say`"${wanted}" is the beginning of ${matching.length} runs, ${found.id} and ${another.id} among them.`,
      next: say`Give more of the id.`,
    });
  }
  return found;
}

/** A run directory given by its own path. */
export const runAt = (path: string): RunDirectory => ({ id: basename(path), path });

const queued = (id: string, { plan, versions, now }: NewRun): RunFile => ({
  version: 1,
  id,
  name: plan.name,
  state: 'queued',
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
  attempt: 0,
  progress: { step: 0, steps: totalSteps(plan), activity: say`queued` },
  lock: null,
  backend: plan.backend.name,
  versions,
  failure: null,
});

/** UTC, so that ids sort by time through daylight saving and between machines. */
const timestamp = (now: Date): string =>
  now
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .replace('T', '-');

/** A name of any script or length as a part of a file name on any system. */
export const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '') || 'run';

function suffix(random: string): string {
  const plain = random.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (plain.length < 4) throw new Error(`A run's id needs 4 random letters or digits, got "${random}".`);
  return plain.slice(0, 4);
}

/** Git and whatever honours its ignore files leave the folder alone, wherever it is. */
async function ignoreItself(folder: string): Promise<void> {
  const path = join(folder, '.gitignore');
  try {
    await writeFile(path, '*\n', { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return;
    // An empty one would ignore nothing, and never be written again.
    await rm(path, { force: true });
    throw diskFailure(error, path);
  }
}

/** No process takes this long to write three small files: what is older was left by one that was killed. */
const abandonedMs = 3_600_000;

async function sweep(folder: string, now: Date): Promise<void> {
  for (const name of (await readdir(folder)).filter((entry) => entry.startsWith('.new-'))) {
    const path = join(folder, name);
    const entry = await stat(path).catch(() => null);
    if (entry === null || now.getTime() - entry.mtimeMs < abandonedMs) continue;
    // Litter that can't be removed is no reason not to run.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

const runExists = (id: string, path: string): RetortError =>
  new RetortError({
    code: 'run-exists',
    message: say`There is already a run ${id}.`,
    where: path,
    next: say`Start again.`,
  });
