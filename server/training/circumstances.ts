import { backends } from '../backends/index.ts';
import { variantCode } from '../distill/tables.ts';
import type { BackendState, Circumstances, LastRun } from '../recipe/circumstances.ts';
import type { Plan } from '../distill/plan.ts';
import { newestRun } from '../runs/newest.ts';
import type { RunDirectory } from '../runs/directory.ts';
import { readColumns } from '../runs/reader.ts';
import { readPlan } from '../runs/state.ts';
import { availableBytes } from './available-memory.ts';

/** Points that a term's size is taken from: the later half of its own, so that a single batch says little. */
const points = 256;

/** This machine as it is now, and the newest run of a recipe in some folders. Nothing is started or computed. */
export async function circumstances(recipe: string, folders: readonly string[]): Promise<Circumstances> {
  const run = await newestRun(recipe, folders);
  return {
    availableBytes: availableBytes(),
    backends: backends.map((backend): BackendState => {
      const usable = backend.usable();
      return {
        name: backend.name,
        threads: backend.threads().usual,
        unusable: usable.ok ? null : usable.reason,
      };
    }),
    last: run === null ? null : await lastRun(run),
  };
}

/** Throws RetortError `broken-run`. */
async function lastRun(run: RunDirectory): Promise<LastRun> {
  const plan = await readPlan(run);
  return {
    id: run.id,
    terms: await termsOf(run, plan),
    checkpoints: Object.fromEntries(
      Object.values(plan.models).flatMap(({ checkpoint }): [string, string][] =>
        checkpoint?.madeBy === null && checkpoint.sha256 !== null
          ? [[checkpoint.path, checkpoint.sha256]]
          : [],
      ),
    ),
  };
}

async function termsOf(run: RunDirectory, plan: Plan): Promise<LastRun['terms']> {
  const names = plan.stages.flatMap(({ name, updates }) =>
    updates.flatMap(({ terms }) => terms.map(({ id }) => `${name}/${id}`)),
  );
  const asked = ['variant', ...names.map((name) => `${name}.weighted`)];
  const { columns } = await readColumns(run, 'train', asked, { points });
  // Baselines weigh their labels as if there were no teacher.
  const isStudent = (_: number, point: number): boolean =>
    columns.variant?.last[point] === variantCode.student;
  return Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const values = [...(columns[`${name}.weighted`]?.last ?? [])].filter(isStudent).filter(Number.isFinite);
      const late = values
        .slice(Math.floor(values.length / 2))
        .map(Math.abs)
        .sort((a, b) => a - b);
      const median = late[Math.floor(late.length / 2)];
      return median === undefined ? [] : [[name, median]];
    }),
  );
}
