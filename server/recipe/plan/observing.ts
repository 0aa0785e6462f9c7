import type { DiagnosticsPlan, EvaluatePlan, ModelPlan, Plan, StagePlan } from '../../distill/plan.ts';
import { defaults } from '../defaults.ts';
import type { Recipe } from '../read/recipe.ts';
import type { AllData } from '../resolved/data.ts';
import { stepsOf, type Measure } from '../resolved/lengths.ts';
import { selectionOf } from '../resolved/selection.ts';

/** Null when nothing selects. */
export function evaluatePlan(recipe: Recipe, data: AllData): EvaluatePlan | null {
  const { select, final } = selectionOf(recipe, data);
  if (select === null) return null;
  return {
    metrics: [defaults.metric],
    select: { metric: defaults.metric, data: select },
    during: [select],
    final,
    batch: recipe.evaluate.batch,
  };
}

/** One interval serves all stages: it is measured by the longest one. */
const longest = (stages: readonly StagePlan[]): Measure =>
  stages.reduce<Measure>((most, stage) => (stage.steps > most.steps ? stage : most), {
    steps: 0,
    stepsPerEpoch: 1,
  });

export const checkpointsPlan = (
  { checkpoints }: Recipe,
  stages: readonly StagePlan[],
): Plan['checkpoints'] => ({
  everySteps: stepsOf(checkpoints.every?.value ?? defaults.checkpointEvery, longest(stages), 1),
  keepLast: checkpoints.keepLast,
  keepBest: checkpoints.keepBest,
});

/** Rarely enough to cost little: every 200 steps, or 50 times in the longest stage, whichever is rarer. */
export function diagnosticsPlan(
  recipe: Recipe,
  {
    stages,
    models,
    data,
    select,
  }: {
    readonly stages: readonly StagePlan[];
    readonly models: Readonly<Record<string, ModelPlan>>;
    readonly data: AllData;
    readonly select: string;
  },
): DiagnosticsPlan {
  const { diagnostics } = recipe;
  const measure = longest(stages);
  const probe = data.get(diagnostics.probeData?.value ?? select);
  return {
    everySteps:
      diagnostics.every === null
        ? Math.max(defaults.diagnosticsEverySteps, Math.ceil(measure.steps / defaults.diagnosticsPerStage))
        : stepsOf(diagnostics.every.value, measure, 1),
    gradients: diagnostics.gradients,
    probe:
      probe === undefined
        ? null
        : {
            data: probe.id,
            samples: Math.min(probe.size, diagnostics.probeSamples?.value ?? defaults.probeSamples),
          },
    matrix: stages.flatMap((stage) => {
      const [teacher] = stage.teachers;
      const [update] = stage.updates;
      if (teacher === undefined || update === undefined) return [];
      return [
        {
          stage: stage.name,
          student: spread(Object.keys(models[update.train]?.taps ?? {})),
          teacher: spread(Object.keys(models[teacher]?.taps ?? {})),
          teacherModel: teacher,
        },
      ];
    }),
  };
}

/** At most 8 taps, evenly from the first to the last. */
function spread(taps: readonly string[]): readonly string[] {
  const count = Math.min(taps.length, defaults.matrixTaps);
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? 0 : Math.round((index * (taps.length - 1)) / (count - 1)),
  ).flatMap((index) => taps[index] ?? []);
}
