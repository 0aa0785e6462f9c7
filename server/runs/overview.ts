import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lock, RunFile, RunState } from '../protocol/run.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import { attemptFolder } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { readPace } from './pace.ts';
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

/** Figures that are made from tables, with what they were made from. */
interface Known {
  readonly from: string;
  readonly figures: Pick<Overview, 'recipe' | 'elapsedMs' | 'loss' | 'metric'> & {
    readonly stepMs: number | null;
  };
}

const mostKnown = 2000;

/** Overviews of runs; tables are read again only when they have grown. */
export class Overviews {
  readonly #known = new Map<string, Known>();

  /** Throws RetortError `not-a-run`, `broken-run`. */
  async read(run: RunDirectory): Promise<Overview> {
    const { file, state, holder } = await readRun(run);
    const { stepMs, ...figures } = await this.#figures(run, file);
    const left = file.progress.steps - file.progress.step;
    return {
      file,
      state,
      holder,
      annotations: await readAnnotations(run),
      ...figures,
      leftMs: state === 'running' && stepMs !== null ? Math.max(0, left * stepMs) : null,
    };
  }

  async #figures(run: RunDirectory, file: RunFile): Promise<Known['figures']> {
    const from = await extent(run, file);
    const known = this.#known.get(run.path);
    this.#known.delete(run.path);
    const now = known?.from === from ? known : { from, figures: await makeFigures(run) };
    this.#known.set(run.path, now);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    return now.figures;
  }
}

/** Changes with every row of the newest attempt. */
async function extent(run: RunDirectory, { attempt }: RunFile): Promise<string> {
  const folder = attemptFolder(run, attempt);
  const sizes = (['train', 'evaluation', 'measured'] as const).map(
    async (table) => (await stat(join(folder, tableFile(table))).catch(() => null))?.size ?? 0,
  );
  return [attempt, ...(await Promise.all(sizes))].join(' ');
}

async function makeFigures(run: RunDirectory): Promise<Known['figures']> {
  const plan = await readPlan(run);
  return {
    recipe: plan.recipe.path,
    ...(await readPace(run)),
    loss: await lastLoss(run),
    metric: standing(plan, await readEvaluation(run, plan)),
  };
}

async function lastLoss(run: RunDirectory): Promise<number | null> {
  // One or two points of the whole run: the pyramid's top, and few rows.
  const { columns } = await readColumns(run, 'train', ['loss'], { points: 1 });
  return columns.loss?.last.findLast((value) => !Number.isNaN(value)) ?? null;
}
