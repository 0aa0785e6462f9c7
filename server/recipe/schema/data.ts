import Type, { type TObject, type TSchema } from 'typebox';
import { choice } from '../../distill/schema.ts';
import type { Catalogue } from '../catalogue.ts';
import { plannedAugments, plannedSources } from '../planned.ts';
import { builtAndPlanned, closed, either, named, namePattern, open, tagged } from './words.ts';

const augment = tagged(
  'kind',
  {
    'pad-crop': closed(
      {
        pad: Type.Integer({
          minimum: 1,
          maximum: 64,
          examples: [4],
          unit: 'pixels',
          description: 'Zeros on each side',
        }),
      },
      { description: 'Pad each side with zeros and crop back at a random place' },
    ),
    flip: closed(
      {
        probability: Type.Optional(
          Type.Number({ minimum: 0, maximum: 1, default: 0.5, description: 'Of a change' }),
        ),
      },
      { description: 'Mirror left-right' },
    ),
    ...Object.fromEntries(
      Object.entries(plannedAugments).map(([kind, description]) => [kind, open({}, { description })]),
    ),
  },
  'A random change of each sample, drawn anew in every epoch',
);

const perChannel = (description: string, positive: boolean): TSchema => {
  const number = Type.Number(positive ? { exclusiveMinimum: 0 } : {});
  return either([number, Type.Array(number, { minItems: 1 })], { description });
};

/** Keys that every data set has, whatever its source. */
const common = {
  skip: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Samples left out at the start' })),
  take: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Samples used after `skip`; all that are left when absent' }),
  ),
  labels: Type.Optional(choice(['none'], { description: '`none` hides the labels: a transfer set' })),
  augment: Type.Optional(Type.Array(augment, { description: 'In this order; only while training' })),
  normalize: Type.Optional(
    closed(
      { mean: perChannel('Subtracted', false), deviation: perChannel('Divided by', true) },
      {
        description:
          'Per channel, after scaling to [0, 1]: (x − mean) / deviation. All data that a model sees must agree.',
      },
    ),
  ),
};

/** `data:` samples by name: `train: { source: idx, path: mnist/train, take: 600, labels: none }`. */
export function dataSchema(catalogue: Catalogue): TSchema {
  const built = catalogue.sources.map(({ source, summary, config }): [string, TObject] => [
    source,
    closed({ ...config.properties, ...common }, { description: summary }),
  ]);
  return named(tagged('source', builtAndPlanned(built, plannedSources, common), 'Where samples come from'), {
    minProperties: 1,
    names: namePattern,
    description: 'Data sets by name',
  });
}
