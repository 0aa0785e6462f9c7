import { findLoss } from '../../distill/losses/index.ts';
import type { Plan, StagePlan } from '../../distill/plan.ts';
import { tables } from '../../distill/tables.ts';
import type { RunEvent } from '../../protocol/run.ts';
import type { JobRange, RunDescription, StageDescription } from '../../protocol/training.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import { readEvents } from '../../runs/records.ts';
import { readPlan } from '../../runs/state.ts';

/** What a run is made of. Throws RetortError `broken-run`. */
export async function description(run: RunDirectory): Promise<Omit<RunDescription, 'summary'>> {
  const plan = await readPlan(run);
  return {
    tables: tables(plan),
    stages: plan.stages.map((stage) => stageOf(stage, plan)),
    jobs: jobRanges(await readEvents(run)),
    select: plan.evaluate.select,
  };
}

function stageOf({ name, updates, teachers }: StagePlan, plan: Plan): StageDescription {
  const matrix = plan.diagnostics.matrix.find(({ stage }) => stage === name);
  return {
    name,
    student: updates[0]?.train ?? '',
    teachers,
    terms: updates
      .flatMap(({ terms }) => terms)
      .map(({ id, loss, teacher, pairs }) => ({
        id,
        loss,
        formula: findLoss(loss).formula,
        teacher,
        pairs: pairs.flatMap((pair) =>
          teacher === null || pair.teacher === null
            ? []
            : [{ id: pair.id, student: pair.student, teacher: pair.teacher }],
        ),
      })),
    matrix: matrix === undefined ? null : { student: matrix.student, teacher: matrix.teacher },
  };
}

/** Trainings that have begun. A resumed attempt doesn't begin its training again. */
function jobRanges(events: readonly RunEvent[]): readonly JobRange[] {
  const ranges: JobRange[] = [];
  for (const event of events) {
    if (event.type === 'job-started') {
      const { seed, stage, variant, step } = event;
      ranges.push({ seed, stage, variant, from: step, to: null });
    }
    const last = ranges.at(-1);
    if (event.type === 'job-finished' && last !== undefined)
      ranges[ranges.length - 1] = { ...last, to: event.step };
  }
  return ranges;
}
