import type { Plan, StagePlan } from '../distill/plan.ts';
import type { Variant } from '../protocol/run.ts';
import type { EvaluationRow } from './records.ts';
import { teacherLine } from './teacher-line.ts';

/** How good a run is so far, on the split that selects. */
export interface Standing {
  readonly name: string;
  readonly student: number;
  readonly baseline: number | null;
  readonly teacher: number | null;
}

/**
 * Of the last stage whose student was evaluated, with the seed that was evaluated last: at the selected checkpoint once
 * there is one, at the last evaluation before. Null before the first.
 */
export function standing(plan: Plan, evaluation: readonly EvaluationRow[]): Standing | null {
  const { metric, data } = plan.evaluate.select;
  for (const stage of [...plan.stages].reverse()) {
    const rows = evaluation.filter((row) => row.stage === stage.name);
    const latest = rows.findLast((row) => isStudents(row, stage, 'student') && row.data === data);
    if (latest === undefined) continue;
    const ofSeed = rows.filter((row) => row.seed === latest.seed);
    const student = score(ofSeed, stage, 'student', data);
    if (student === null) continue;
    const teacher = teacherLine(plan, stage, evaluation);
    return {
      name: metric,
      student,
      baseline: score(ofSeed, stage, 'baseline', data),
      teacher: teacher?.data === data ? teacher.accuracy : null,
    };
  }
  return null;
}

const isStudents = (row: EvaluationRow, { updates }: StagePlan, variant: Variant): boolean =>
  row.moment === 'during' && row.variant === variant && row.model === updates[0]?.train;

function score(
  rows: readonly EvaluationRow[],
  stage: StagePlan,
  variant: Variant,
  data: string,
): number | null {
  const during = rows.filter((row) => isStudents(row, stage, variant) && row.data === data);
  const selected = rows.findLast((row) => row.moment === 'selected' && row.variant === variant);
  const chosen = during.findLast((row) => row.jobStep === selected?.jobStep) ?? during.at(-1);
  return chosen?.accuracy ?? null;
}
