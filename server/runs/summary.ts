import type { Plan, StagePlan } from '../distill/plan.ts';
import type { Report, Score, SeedReport, SizeReport, StageReport } from '../protocol/report.ts';
import type { Variant } from '../protocol/run.ts';
import type { EvaluationRow, Moment } from './records.ts';

/** Median milliseconds of a forward pass by model, then by batch size. */
export type Latencies = Readonly<Record<string, NonNullable<SizeReport['latencyMs']>>>;

export interface Summarised {
  readonly run: string;
  readonly plan: Plan;
  readonly evaluation: readonly EvaluationRow[];
  readonly latencies: Latencies;
}

/** The split that figures come from: the first that is scored at the end and did not choose the checkpoint. */
export const scoredData = ({ evaluate: { select, final } }: Plan): string =>
  final.find((data) => data !== select.data) ?? select.data;

/** Teacher, baseline and student side by side, from what was evaluated. Seeds and stages that haven't ended are left out. */
export function summarise({ run, plan, evaluation, latencies }: Summarised): Report {
  const scored = scoredData(plan);
  return {
    version: 1,
    run,
    name: plan.name,
    select: plan.evaluate.select,
    scored,
    stages: plan.stages.flatMap((stage) => stageReport(stage, plan, scored, evaluation)),
    sizes: Object.entries(plan.models).map(([model, { parameters, bytes, flops }]) => ({
      model,
      parameters,
      bytes,
      flopsPerSample: flops,
      latencyMs: latencies[model] ?? null,
    })),
  };
}

function stageReport(
  stage: StagePlan,
  plan: Plan,
  scored: string,
  evaluation: readonly EvaluationRow[],
): readonly StageReport[] {
  const rows = evaluation.filter((row) => row.stage === stage.name && row.data === scored);
  const model = stage.updates[0]?.train ?? '';
  const seeds = plan.seeds.flatMap((seed): readonly SeedReport[] => {
    const own = rows.filter((row) => row.seed === seed);
    const student = score(own, model, 'student');
    if (student === null) return [];
    const [teacher] = stage.teachers;
    const theirs = own.findLast((row) => row.moment === 'teacher' && row.model === teacher);
    return [{ seed, teacher: theirs?.accuracy ?? null, baseline: score(own, model, 'baseline'), student }];
  });
  if (seeds.length === 0) return [];
  return [
    {
      stage: stage.name,
      model,
      teachers: stage.teachers,
      seeds,
      summary: {
        teacher: spread(seeds.map(({ teacher }) => teacher)),
        baseline: spread(seeds.map(({ baseline }) => baseline?.selected ?? null)),
        student: spread(seeds.map(({ student }) => student.selected)),
        gain: spread(
          seeds.map(({ student, baseline }) =>
            baseline === null ? null : student.selected - baseline.selected,
          ),
        ),
      },
    },
  ];
}

function score(rows: readonly EvaluationRow[], model: string, variant: Variant): Score | null {
  const at = (moment: Moment): EvaluationRow | undefined =>
    rows.findLast((row) => row.moment === moment && row.variant === variant && row.model === model);
  const [selected, last] = [at('selected'), at('last')];
  if (selected === undefined || last === undefined) return null;
  return {
    selected: selected.accuracy,
    last: last.accuracy,
    selectedAtStep: selected.jobStep,
    agreement: Number.isNaN(selected.agreement) ? null : selected.agreement,
  };
}

/** Mean and sample standard deviation (n − 1) of the values there are. */
export function spread(
  values: readonly (number | null)[],
): { readonly mean: number; readonly spread: number | null } | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : null };
}
