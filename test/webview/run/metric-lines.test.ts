import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../server/protocol/training.ts';
import { metricLines } from '../../../webview/run/metric-lines.ts';

const row = (more: Partial<Evaluation>): Evaluation => ({
  step: 1,
  jobStep: 10,
  seed: 1,
  stage: 'distil',
  variant: 'student',
  moment: 'during',
  model: 'small',
  data: 'val',
  accuracy: 0.5,
  loss: 1,
  agreement: null,
  ...more,
});

const stage = { name: 'distil', student: 'small', teachers: ['big'], terms: [], matrix: null };
const job = { seed: 1, stage: 'distil', variant: 'student', from: 1, to: null } as const;
const select = { metric: 'accuracy', data: 'val' };
const lines = (rows: readonly Evaluation[]) => metricLines(rows, stage, job, select);

describe('the lines of the metric', () => {
  test('lie over the same steps, of student and baseline, on the split that selects and of one seed', () => {
    const { steps, student, baseline } = lines([
      row({ jobStep: 10, accuracy: 0.6 }),
      row({ jobStep: 5, accuracy: 0.4 }),
      row({ jobStep: 20, variant: 'baseline', accuracy: 0.3 }),
      row({ jobStep: 30, data: 'test' }),
      row({ jobStep: 40, seed: 2 }),
    ]);
    expect([...steps]).toEqual([5, 10, 20]);
    expect([...student]).toEqual([0.4, 0.6, NaN]);
    expect([...baseline]).toEqual([NaN, NaN, 0.3]);
  });

  test('say what was selected, as it was measured on that split', () => {
    const { selected } = lines([
      row({ jobStep: 5, accuracy: 0.9 }),
      row({ moment: 'selected', jobStep: 5, data: 'test', accuracy: 0.7 }),
    ]);
    expect(selected).toEqual({ student: { step: 5, value: 0.9 }, baseline: null });
  });

  test('know the teacher as a teacher', () => {
    expect(lines([row({ moment: 'teacher', model: 'big', accuracy: 0.99 })]).teacher).toBe(0.99);
  });

  test('know the teacher from the stage that trained it, at the checkpoint that was selected', () => {
    const theirs = { stage: 'teach', model: 'big' };
    expect(
      lines([
        row({ ...theirs, jobStep: 5, accuracy: 0.97 }),
        row({ ...theirs, jobStep: 9, accuracy: 0.95 }),
        row({ ...theirs, jobStep: 5, moment: 'selected', data: 'test', accuracy: 0.93 }),
      ]).teacher,
    ).toBe(0.97);
  });

  test('know of no teacher where none was measured', () => {
    expect(lines([row({})]).teacher).toBeNull();
  });
});
