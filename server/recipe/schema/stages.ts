import Type, { type TObject, type TSchema } from 'typebox';
import { choice, length } from '../../distill/schema.ts';
import type { Catalogue } from '../catalogue.ts';
import { defaults } from '../defaults.ts';
import { termSchema } from './terms.ts';
import { closed, either, named, namePattern, oneOrMore, reference, tagged } from './words.ts';

/** `optimizer: { kind: adam, rate: 0.001 }`; any scalar can be scheduled. */
const optimizerSchema = (catalogue: Catalogue): TSchema =>
  tagged(
    'kind',
    Object.fromEntries(
      catalogue.optimizers.map(({ kind, summary, parameters }): [string, TObject] => [
        kind,
        closed(parameters.properties, { description: summary }),
      ]),
    ),
    'The optimizer',
  );

/** `big`, a part of it `small/block.3/**`, or a list of these. */
const train = oneOrMore(reference('target', 'Model, or model/variables with * and **'), {
  description: 'What trains; the rest of a model named with a pattern is frozen',
});

const teachers = oneOrMore(reference('model', 'Model'), {
  description: 'Models that terms read. A model that also trains here: mutual learning.',
});

/**
 * - `data: labelled`
 * - a mix `data: { labelled: 1, transfer: 3 }`: shares of each batch
 * - `data: { generate: g }`: what the model g makes of noise
 * - `data: { synthesise: big }`: inputs optimised until big likes them
 * - `data: { sample: small, maxTokens: 128 }`: what small writes, on-policy
 */
const stageData = either(
  [
    reference('data', 'Data set'),
    closed(
      {
        generate: reference('model', 'Generator'),
        noise: Type.Optional(Type.Integer({ minimum: 1, description: 'Width of the noise' })),
      },
      { description: 'Samples made by a generator' },
    ),
    closed(
      {
        synthesise: reference('model', 'Model that inputs are optimised for'),
        count: Type.Optional(Type.Integer({ minimum: 1, description: 'Samples' })),
        steps: Type.Optional(Type.Integer({ minimum: 1, description: 'Optimisation steps a batch' })),
        optimizer: Type.Optional(Type.Unsafe<unknown>({ type: 'object' })),
        losses: Type.Optional(Type.Unsafe<unknown>({ type: 'array' })),
      },
      { description: 'Samples synthesised from a model' },
    ),
    closed(
      {
        sample: reference('model', 'Model that writes'),
        maxTokens: Type.Optional(Type.Integer({ minimum: 1 })),
        temperature: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
        prompts: Type.Optional(reference('data', 'Prompts')),
        share: Type.Optional(
          Type.Number({ minimum: 0, maximum: 1, description: 'Share of batches that are sampled' }),
        ),
      },
      { description: 'Text sampled from a model' },
    ),
    named(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'Share of the batch, beside the shares of the others',
      }),
      {
        to: 'data',
        minProperties: 1,
        // What these words say here are not names of data sets.
        names: '^(?!(generate|synthesise|sample)$)',
        description: 'Shares of a mix by data set',
      },
    ),
  ],
  { description: 'What the stage trains on' },
);

const lossesAre = 'Terms of the loss: what trains is the sum of each times its weight';

/** One kind of step of a stage that alternates: `{ train: [g], losses: […], steps: 1 }`. */
const updateSchema = (term: TSchema, optimizer: TSchema): TSchema =>
  closed({
    train,
    losses: Type.Array(term, { minItems: 1, description: lossesAre }),
    steps: Type.Optional(
      Type.Integer({ minimum: 1, default: defaults.updateSteps, description: 'In a row' }),
    ),
    optimizer: Type.Optional(optimizer),
    data: Type.Optional(stageData),
    teachers: Type.Optional(teachers),
  });

/**
 * `stages:` in the order in which they run. A stage says either `train` and `losses`, or `updates` in their place.
 * `unless: checkpoint` skips it when the checkpoint of the trained model was made by this very stage.
 */
export function stagesSchema(catalogue: Catalogue): TSchema {
  const term = termSchema(catalogue);
  const optimizer = optimizerSchema(catalogue);
  return Type.Array(
    closed({
      name: Type.String({
        pattern: namePattern,
        examples: ['train', 'distil', 'finetune'],
        description: 'Unique; appears in charts and reports',
      }),
      train: Type.Optional(train),
      teachers: Type.Optional(teachers),
      unless: Type.Optional(
        choice(['checkpoint'], {
          description: '`checkpoint`: skipped where the model’s checkpoint was made by this very stage',
        }),
      ),
      data: stageData,
      length: length({ examples: ['10 epochs'], description: 'How long it trains' }),
      batch: Type.Optional(
        Type.Integer({ minimum: 1, default: defaults.batch, unit: 'samples', description: 'Samples a step' }),
      ),
      accumulate: Type.Optional(
        Type.Integer({
          minimum: 1,
          default: defaults.accumulate,
          description:
            'Micro-batches whose gradients are averaged into one update; divides every part of the batch',
        }),
      ),
      clip: Type.Optional(
        Type.Number({ exclusiveMinimum: 0, description: 'Largest L2 norm of the whole gradient' }),
      ),
      optimizer: Type.Optional(optimizer),
      losses: Type.Optional(Type.Array(term, { minItems: 1, description: lossesAre })),
      updates: Type.Optional(
        Type.Array(updateSchema(term, optimizer), {
          minItems: 1,
          description: 'Kinds of step that alternate, in place of `train` and `losses`',
        }),
      ),
      heads: Type.Optional(
        named(reference('head', 'Head'), {
          to: 'data',
          description: 'Data set → head that its labels belong to',
        }),
      ),
      earlyStop: Type.Optional(
        closed(
          {
            patience: Type.Integer({ minimum: 1, unit: 'evaluations', description: 'Without improvement' }),
            minDelta: Type.Optional(
              Type.Number({ minimum: 0, default: defaults.minDelta, description: 'What counts as better' }),
            ),
          },
          { description: 'Ends the stage when the score no longer gets better' },
        ),
      ),
    }),
    { minItems: 1, description: 'Trainings in the order in which they run' },
  );
}
