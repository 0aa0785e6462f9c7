import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lock, RunFile, RunState, TableName } from '../protocol/run.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import { attemptFolder } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { type Pace, readPace } from './pace.ts';
import { readColumns } from './reader.ts';
import { readEvaluation } from './records.ts';
import { type Standing, standing } from './standing.ts';
import { readPlan, readRun } from './state.ts';
import { tableFile } from './table-files.ts';

/** What lists of runs show. */
export interface Overview {
  readonly file: RunFile;
  readonly state: RunState | 'interrupted';
  readonly holder: Pick<Lock, 'host' | 'pid'> | null;
  readonly annotations: Annotations;
  readonly recipe: string;
  readonly elapsedMs: number | null;
  /** Null unless it runs. */
  readonly leftMs: number | null;
  readonly loss: number | null;
  readonly metric: Standing | null;
}

/** What was found in tables, with their extents then. */
interface Known {
  readonly measured: string;
  readonly evaluated: string;
  readonly recipe: string;
  readonly metric: Standing | null;
  readonly loss: number | null;
  readonly pace: Pace;
}

const mostKnown = 2000;

/** Overviews of runs; tables are read again only when they have grown. */
export class Overviews {
  readonly #known = new Map<string, Known>();

  /** Throws RetortError `not-a-run`, `broken-run`. */
  async read(run: RunDirectory): Promise<Overview> {
    const { file, state, holder } = await readRun(run);
    const { recipe, metric, loss, pace } = await this.#figures(run, file);
    // Rows are written more often than the run's file: after a kill they tell how far it came.
    const progress = { ...file.progress, step: Math.max(file.progress.step, pace.step ?? 0) };
    const left = progress.steps - progress.step;
    return {
      file: { ...file, progress },
      state,
      holder,
      annotations: await readAnnotations(run),
      recipe,
      metric,
      loss,
      elapsedMs: pace.elapsedMs,
      leftMs: state === 'running' && pace.stepMs !== null ? Math.max(0, left * pace.stepMs) : null,
    };
  }

  async #figures(run: RunDirectory, { attempt }: RunFile): Promise<Known> {
    const measured = await extent(run, attempt, ['train', 'measured']);
    const evaluated = await extent(run, attempt, ['evaluation']);
    const known = this.#known.get(run.path);
    const now: Known = {
      measured,
      evaluated,
      ...(known?.evaluated === evaluated
        ? { recipe: known.recipe, metric: known.metric }
        : await evaluatedFigures(run)),
      ...(known?.measured === measured
        ? { loss: known.loss, pace: known.pace }
        : { loss: await lastLoss(run), pace: await readPace(run) }),
    };
    // Last in, last out.
    this.#known.delete(run.path);
    this.#known.set(run.path, now);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    return now;
  }
}

/** Changes with every row of these tables in the newest attempt. */
async function extent(run: RunDirectory, attempt: number, tables: readonly TableName[]): Promise<string> {
  const folder = attemptFolder(run, attempt);
  const sizes = tables.map(
    async (table) => (await stat(join(folder, tableFile(table))).catch(() => null))?.size ?? 0,
  );
  return [attempt, ...(await Promise.all(sizes))].join(' ');
}

/** These read the plan and all evaluations, which come seldom. */
async function evaluatedFigures(run: RunDirectory): Promise<Pick<Known, 'recipe' | 'metric'>> {
  const plan = await readPlan(run);
  return { recipe: plan.recipe.path, metric: standing(plan, await readEvaluation(run, plan)) };
}

async function lastLoss(run: RunDirectory): Promise<number | null> {
  // One or two points of the whole run: the pyramid's top, and few rows.
  const { columns } = await readColumns(run, 'train', ['loss'], { points: 1 });
  return columns.loss?.last.findLast((value) => !Number.isNaN(value)) ?? null;
}
