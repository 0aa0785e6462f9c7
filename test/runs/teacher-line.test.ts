import { expect, test } from 'vitest';
import type { StagePlan } from '../../server/distill/plan.ts';
import type { EvaluationRow } from '../../server/runs/records.ts';
import { teacherLine } from '../../server/runs/teacher-line.ts';
import { examplePlan } from './example-plan.ts';

const [teach, distil] = examplePlan.stages;

const row = (change: Partial<EvaluationRow>): EvaluationRow => ({
  step: 200,
  seed: 1,
  stage: 'distil',
  variant: 'student',
  jobStep: 200,
  moment: 'teacher',
  model: 'big',
  data: 'val',
  accuracy: 0.97,
  loss: 0.1,
  agreement: 1,
  ...change,
});

const lineOf = (stage: StagePlan | undefined, ...rows: readonly EvaluationRow[]) => {
  if (stage === undefined) throw new Error('The example plan has two stages.');
  return teacherLine(examplePlan, stage, rows);
};

test('is what the teacher scored on the split that selects, the mean of the seeds', () => {
  const line = lineOf(
    distil,
    row({ accuracy: 0.96 }),
    row({ seed: 2, accuracy: 0.98 }),
    row({ data: 'test', accuracy: 0.5 }),
  );
  expect(line).toEqual({ accuracy: 0.97, data: 'val' });
});

test('is otherwise what it scored there when its own training selected it', () => {
  const line = lineOf(
    distil,
    row({ stage: 'teach', moment: 'during', jobStep: 100, accuracy: 0.95 }),
    row({ stage: 'teach', moment: 'during', jobStep: 200, accuracy: 0.94 }),
    row({ stage: 'teach', moment: 'selected', jobStep: 100, data: 'test', accuracy: 0.93 }),
    row({ data: 'test', accuracy: 0.93 }),
  );
  expect(line).toEqual({ accuracy: 0.95, data: 'val' });
});

test('is otherwise its score on the split that figures come from, and says so', () => {
  expect(lineOf(distil, row({ data: 'test', accuracy: 0.93 }))).toEqual({ accuracy: 0.93, data: 'test' });
});

test('is not there for a stage without a teacher, nor before anything was measured', () => {
  expect(lineOf(teach, row({ stage: 'teach', moment: 'during' }))).toBeNull();
  expect(lineOf(distil)).toBeNull();
});
