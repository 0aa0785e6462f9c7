import type { PairPlan, ScalarPlan, TermPlan } from '../../../server/distill/plan.ts';

export const constant = (value: number): ScalarPlan => ({ kind: 'constant', value });

interface Given {
  readonly id: string;
  readonly weight: number;
  /** Parts of the batch that it sees; null for all. */
  readonly data: readonly string[] | null;
}

/** Cross-entropy with the labels. */
export const hard = ({ id, weight, data }: Given, classes: number): TermPlan => ({
  id,
  loss: 'hard',
  weight: constant(weight),
  reduction: 'batchmean',
  parameters: { labelSmoothing: 0 },
  scalars: {},
  data,
  teacher: null,
  pairs: [pair(id, { student: 'logits', studentShape: [classes], teacher: null, teacherShape: null })],
});

/** KL of the softened logits, T = 4, times T², a mean over samples. */
export const kd = ({ id, weight, data }: Given, classes: number): TermPlan => ({
  id,
  loss: 'kd',
  weight: constant(weight),
  reduction: 'batchmean',
  parameters: { form: 'kl', t2: true, direction: 'forward', mask: 'exclude' },
  scalars: { temperature: constant(4) },
  data,
  teacher: 'teacher',
  pairs: [
    pair(id, { student: 'logits', studentShape: [classes], teacher: 'logits', teacherShape: [classes] }),
  ],
});

/** Mean squared error between features, the student's after a dense layer. */
export const hint = (
  { id, weight, data }: Given,
  taps: Pick<PairPlan, 'student' | 'studentShape' | 'teacher' | 'teacherShape'>,
): TermPlan => ({
  id,
  loss: 'hint',
  weight: constant(weight),
  reduction: 'mean',
  parameters: { variant: 'reference' },
  scalars: {},
  data,
  teacher: 'teacher',
  pairs: [{ ...pair(id, taps), projection: { kind: 'linear', parameters: { bias: true } } }],
});

const pair = (
  id: string,
  taps: Pick<PairPlan, 'student' | 'studentShape' | 'teacher' | 'teacherShape'>,
): PairPlan => ({ id: `step/${id}/0`, ...taps, projection: { kind: 'none', parameters: {} }, weight: 1 });
