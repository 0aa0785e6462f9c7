import type { Variant } from '../../server/protocol/run.ts';
import type { Evaluation, JobRange, StageDescription } from '../../server/protocol/training.ts';

/** Evaluations of a training and of its baseline on the split that selects, over the same steps. */
export interface MetricLines {
  readonly steps: Float64Array;
  readonly student: Float64Array;
  readonly baseline: Float64Array;
  readonly selected: Readonly<Record<Variant, { readonly step: number; readonly value: number } | null>>;
  readonly teacher: number | null;
}

export interface Select {
  readonly metric: string;
  readonly data: string;
}

const valueOf = (row: Evaluation, metric: string): number =>
  metric === 'loss' ? row.loss : metric === 'agreement' ? (row.agreement ?? NaN) : row.accuracy;

export function metricLines(
  evaluations: readonly Evaluation[],
  stage: StageDescription,
  { seed }: JobRange,
  { metric, data }: Select,
): MetricLines {
  const own = evaluations.filter(
    (row) => row.seed === seed && row.stage === stage.name && row.model === stage.student,
  );
  const during = (variant: Variant): ReadonlyMap<number, number> =>
    new Map(
      own
        .filter((row) => row.variant === variant && row.moment === 'during' && row.data === data)
        .map((row) => [row.jobStep, valueOf(row, metric)]),
    );
  const [student, baseline] = [during('student'), during('baseline')];
  const steps = Float64Array.from(new Set([...student.keys(), ...baseline.keys()])).sort();
  const selected = (variant: Variant, measured: ReadonlyMap<number, number>) => {
    const row = own.findLast((each) => each.variant === variant && each.moment === 'selected');
    if (row === undefined) return null;
    return { step: row.jobStep, value: measured.get(row.jobStep) ?? valueOf(row, metric) };
  };
  const teacher = teacherRow(evaluations, stage, seed, data);
  return {
    steps,
    student: steps.map((step) => student.get(step) ?? NaN),
    baseline: steps.map((step) => baseline.get(step) ?? NaN),
    selected: { student: selected('student', student), baseline: selected('baseline', baseline) },
    teacher: teacher === undefined ? null : valueOf(teacher, metric),
  };
}

/** Where the first teacher was measured on the split: as a teacher, or while this run trained it. */
function teacherRow(
  evaluations: readonly Evaluation[],
  { name, teachers }: StageDescription,
  seed: number,
  data: string,
): Evaluation | undefined {
  const [teacher] = teachers;
  const theirs = evaluations.filter((row) => row.model === teacher && row.stage !== name);
  const chosen =
    theirs.findLast((row) => row.moment === 'selected' && row.seed === seed) ??
    theirs.findLast((row) => row.moment === 'selected');
  return (
    evaluations.findLast(
      (row) => row.moment === 'teacher' && row.stage === name && row.model === teacher && row.data === data,
    ) ??
    theirs.findLast((row) => row.data === data && row.seed === chosen?.seed && row.jobStep === chosen.jobStep)
  );
}
