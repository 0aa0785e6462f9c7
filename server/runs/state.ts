import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import type { RunFile, RunState } from '../protocol/run.ts';
import { currentLock, listAttempts } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { isObject, readObject } from './json.ts';
import { lockState } from './lock.ts';
import { readRunFile } from './run-file.ts';
import { say } from '../text/say.ts';

export interface RunStatus {
  readonly file: RunFile;
  /** `interrupted`: it says that it runs, and the process that did is gone. */
  readonly state: RunState | 'interrupted';
  /** Machine and process that hold the run. */
  readonly holder: { readonly host: string; readonly pid: number } | null;
}

/** What a run is doing. Throws RetortError `not-a-run`. */
export async function readRun(run: RunDirectory): Promise<RunStatus> {
  const status = await look(run);
  // Its process may have ended in good order after its file was read, and before its lock was judged.
  return status.state === 'interrupted' ? look(run) : status;
}

async function look(run: RunDirectory): Promise<RunStatus> {
  const file = await readRunFile(run);
  const lock = await currentLock(run, file);
  const held = lock !== null && (await lockState(lock)) !== 'dead';
  const newest = (await listAttempts(run)).at(-1) ?? 0;
  const state = newest > file.attempt ? 'running' : file.state;
  const working = state === 'running' || state === 'stopping';
  return {
    file,
    state: working && !held ? 'interrupted' : state,
    holder: lock !== null && held ? { host: lock.host, pid: lock.pid } : null,
  };
}

/** The run's plan. Throws RetortError `broken-run`. */
export async function readPlan(run: RunDirectory): Promise<Plan> {
  const path = join(run.path, 'plan.json');
  const content: unknown = await readObject(path);
  if (isPlan(content)) return content;
  throw new RetortError({
    code: 'broken-run',
    message: say`${path} is missing, torn or of another version.`,
    where: path,
    next: say`Start a new run of the recipe with \`retort run\`.`,
  });
}

/** The recipe as it was run. */
export const readRecipe = (run: RunDirectory): Promise<string> =>
  readFile(join(run.path, 'recipe.distill.yaml'), 'utf8');

/** Nobody but `createRun` writes a plan, so its version vouches for the rest. */
const isPlan = (value: unknown): value is Plan =>
  isObject(value) && value.version === 1 && Array.isArray(value.stages) && isObject(value.models);
