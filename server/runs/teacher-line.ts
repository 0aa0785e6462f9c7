import type { Plan, StagePlan } from '../distill/plan.ts';
import type { EvaluationRow } from './records.ts';
import { scoredData } from './summary.ts';

/** What a stage's first teacher scores, and on which split: a line to hold students against. */
export interface TeacherLine {
  readonly accuracy: number;
  readonly data: string;
}

/**
 * The teacher's score on the split that selects, if it was measured: as a teacher, or when the stage that trained it
 * selected its checkpoint. Otherwise the score on the split that figures come from. Mean over seeds.
 */
export function teacherLine(
  plan: Plan,
  { name, teachers }: StagePlan,
  evaluation: readonly EvaluationRow[],
): TeacherLine | null {
  const [teacher] = teachers;
  const selecting = plan.evaluate.select.data;
  const scored = scoredData(plan);
  const asTeacher = (data: string): readonly EvaluationRow[] =>
    evaluation.filter(
      (row) => row.moment === 'teacher' && row.stage === name && row.model === teacher && row.data === data,
    );
  const chosen = evaluation.filter(
    (row) =>
      row.moment === 'selected' && row.variant === 'student' && row.model === teacher && row.stage !== name,
  );
  const whenChosen = evaluation.filter(
    (row) =>
      row.moment === 'during' &&
      row.data === selecting &&
      chosen.some((choice) => isSameJob(choice, row) && choice.jobStep === row.jobStep),
  );
  return (
    line(asTeacher(selecting), selecting) ?? line(whenChosen, selecting) ?? line(asTeacher(scored), scored)
  );
}

const isSameJob = (a: EvaluationRow, b: EvaluationRow): boolean =>
  a.seed === b.seed && a.stage === b.stage && a.variant === b.variant && a.model === b.model;

const line = (rows: readonly EvaluationRow[], data: string): TeacherLine | null =>
  rows.length === 0
    ? null
    : { accuracy: rows.reduce((sum, row) => sum + row.accuracy, 0) / rows.length, data };
