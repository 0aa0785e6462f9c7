import type { Column, Tables } from '../protocol/run.ts';
import type { Plan } from './plan.ts';

/** Values of the `variant` column. */
export const variantCode = { student: 0, baseline: 1 } as const;

/** Values of the `moment` column of the evaluation table. */
export const momentCode = { during: 0, last: 1, selected: 2, teacher: 3 } as const;

const place: readonly Column[] = [
  { name: 'step', unit: 'steps', description: 'Optimizer steps since the start of the run' },
  { name: 'seed', description: 'Seed of the job' },
  { name: 'stage', description: 'Index of the stage in the plan' },
  { name: 'variant', description: '0 student, 1 baseline' },
  { name: 'jobStep', unit: 'steps', description: 'Optimizer steps since the start of the stage' },
];

/** Columns of a run's tables. Names of terms are `stage/term`, of pairs `stage/term/index`. */
export function tables(plan: Plan): Tables {
  const terms = plan.stages.flatMap((stage) =>
    stage.updates.flatMap((update) =>
      update.terms.map((term) => ({
        name: `${stage.name}/${term.id}`,
        pairs: term.teacher === null ? [] : term.pairs,
      })),
    ),
  );
  const named = (suffix: string, description: string): readonly Column[] =>
    terms.map(({ name }) => ({ name: `${name}.${suffix}`, description }));
  return {
    train: [
      ...place,
      { name: 'epoch', unit: 'epochs', description: 'Passes over the slowest part of the data' },
      { name: 'rate', description: 'Learning rate' },
      { name: 'loss', description: 'Sum of the weighted terms' },
      { name: 'gradientNorm', description: 'L2 norm of the whole gradient before clipping' },
      ...named('raw', 'Value of the term'),
      ...named('weighted', 'Value times weight'),
    ],
    diagnostics: [
      ...place,
      ...named('gradientNorm', 'L2 norm of the gradient of the weighted term'),
      ...named('gradientShare', 'Its share of the sum of the norms of all terms'),
      ...terms.flatMap(({ pairs }) =>
        pairs.flatMap((pair) => [
          {
            name: `${pair.id}.cka`,
            description: `Debiased linear CKA of ${pair.student} and ${pair.teacher ?? ''}`,
          },
          { name: `${pair.id}.cosine`, description: 'Mean cosine after projection, maps pooled to 4 × 4' },
          {
            name: `${pair.id}.relativeError`,
            description: 'Distance over the norm of the teacher, after projection',
          },
        ]),
      ),
      ...plan.diagnostics.matrix.flatMap(({ stage, student, teacher }) =>
        student.flatMap((s) =>
          teacher.map((t) => ({ name: `${stage}/${s}×${t}.cka`, description: 'Debiased linear CKA' })),
        ),
      ),
    ],
    evaluation: [
      ...place,
      { name: 'moment', description: '0 during training, 1 last step, 2 selected checkpoint, 3 a teacher' },
      { name: 'model', description: 'Index of the model in the plan' },
      { name: 'data', description: 'Index of the data set in the plan' },
      { name: 'accuracy', description: 'Share of samples whose arg max is the label' },
      { name: 'loss', unit: 'nats', description: 'Mean cross-entropy with the label' },
      { name: 'agreement', description: 'Share of samples whose arg max is that of the first teacher' },
    ],
    measured: [
      { name: 'step', unit: 'steps', description: 'Optimizer steps since the start of the run' },
      { name: 'elapsedMs', unit: 'ms', description: 'Since the start of the attempt' },
      { name: 'stepMs', unit: 'ms', description: 'Training step' },
      { name: 'waitMs', unit: 'ms', description: 'Waiting for the batch' },
      { name: 'diagnosticsMs', unit: 'ms', description: 'Diagnostics after this step' },
      { name: 'residentBytes', unit: 'bytes', description: 'Memory of the process' },
      { name: 'tensors', description: 'Tensors alive after the step' },
    ],
  };
}
