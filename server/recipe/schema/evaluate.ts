import Type from 'typebox';
import { choice, length } from '../../distill/schema.ts';
import { defaults } from '../defaults.ts';
import { plannedMetrics } from '../planned.ts';
import { closed, named, oneOrMore, reference } from './words.ts';

const builtMetrics = ['accuracy'];
const metrics = [...builtMetrics, ...Object.keys(plannedMetrics)];

/** `evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }` */
export const evaluateSchema = closed(
  {
    data: Type.Optional(
      oneOrMore(reference('data', 'Labelled data set'), {
        description:
          'Scored splits. The one that selects is scored while training; the last other one gives the figures.',
      }),
    ),
    metrics: Type.Optional(
      Type.Array(choice(metrics), {
        minItems: 1,
        default: [defaults.metric],
        description:
          'What is measured on every scored split; `accuracy`: share of samples with the right class',
      }),
    ),
    select: Type.Optional(
      closed(
        {
          metric: Type.Optional(
            choice(metrics, {
              description: 'Measure by which the best checkpoint is chosen',
            }),
          ),
          data: reference('data', 'Validation split, never a test split'),
        },
        { description: 'What chooses the checkpoint' },
      ),
    ),
    every: Type.Optional(
      length({ default: defaults.evaluateEvery, description: 'How often the split that selects is scored' }),
    ),
    batch: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: defaults.evaluateBatch,
        unit: 'samples',
        description: 'Samples scored at a time; changes memory and speed, no figure',
      }),
    ),
  },
  { description: 'What the models are judged by' },
);

/** `checkpoints: { every: 1 epoch, keep: { last: 1, best: 1 } }` */
export const checkpointsSchema = closed(
  {
    every: Type.Optional(
      length({
        default: defaults.checkpointEvery,
        description: 'How often the state is saved that a run can go on from',
      }),
    ),
    keep: Type.Optional(
      closed(
        {
          last: Type.Optional(
            Type.Integer({ minimum: 1, default: defaults.keepLast, description: 'So many of the latest' }),
          ),
          best: Type.Optional(
            Type.Integer({
              minimum: 0,
              default: defaults.keepBest,
              description: 'So many of the best by what selects',
            }),
          ),
        },
        { description: 'Checkpoints that stay; others are deleted' },
      ),
    ),
  },
  { description: 'What is saved while a stage trains' },
);

/** `diagnostics: { every: 200 steps, probe: { data: val, samples: 512 } }` */
export const diagnosticsSchema = closed(
  {
    every: Type.Optional(length({ description: 'At most 50 times a stage and every 200 steps when absent' })),
    gradients: Type.Optional(
      Type.Boolean({
        default: defaults.gradients,
        description: 'Norm and share of the gradient of each term',
      }),
    ),
    probe: Type.Optional(
      closed(
        {
          data: Type.Optional(reference('data', 'Data set; the selection split when absent')),
          samples: Type.Optional(
            Type.Integer({
              minimum: defaults.probeSamplesAtLeast,
              default: defaults.probeSamples,
              description: 'Fixed samples that layers are compared on',
            }),
          ),
        },
        { description: 'Samples that layers of student and teacher are compared on while training' },
      ),
    ),
  },
  { description: 'What is watched beside the losses' },
);

/** `sweep: { over: { distil/kd.weight: [0.5, 0.9] }, budget: 8 runs }`: stage/term.key → values. */
export const sweepSchema = closed({
  over: named(Type.Array(Type.Unsafe<unknown>({}), { minItems: 1 }), { to: 'term', minProperties: 1 }),
  budget: Type.Optional(Type.String({ pattern: '^\\d+ runs?$', retort: 'budget' })),
});
