import Type, { type TObject, type TSchema } from 'typebox';
import { choice, length, scalar } from '../../distill/schema.ts';
import type { Catalogue } from '../catalogue.ts';
import { plannedNetworks } from '../planned.ts';
import { builtAndPlanned, closed, either, named, namePattern, reference, tagged } from './words.ts';

const count = (description: string) => Type.Integer({ minimum: 1, description });

/** `network: { kind: mlp, hidden: [32] }`: built kinds from their descriptors, planned ones with any keys. */
function networkSchema(catalogue: Catalogue): TSchema {
  const built = catalogue.networks.map(({ kind, summary, config }): [string, TObject] => [
    kind,
    closed(config.properties, { description: summary }),
  ]);
  return tagged('kind', builtAndPlanned(built, plannedNetworks), 'The network');
}

/** `init: { from: big, blocks: { 1: 1, 2: 4 } }`: own block → block of `from`. */
const init = closed(
  {
    from: reference('model', 'Model whose variables are copied before training'),
    blocks: Type.Optional(
      named(Type.Integer({ minimum: 0 }), {
        description:
          'Own block number → block number there. Variables outside numbered blocks are copied where name and shape agree. Without it, every variable whose name and shape agree.',
      }),
    ),
  },
  { description: 'Start from another model instead of random numbers' },
);

/** `quantize: { weights: 8, activations: 8, from: 30 % }` */
const quantize = closed({
  weights: Type.Optional(either([count('Bits'), choice(['ternary', 'binary'])])),
  activations: Type.Optional(count('Bits')),
  from: Type.Optional(length({ default: '0 %', description: 'When it begins' })),
  scheme: Type.Optional(choice(['symmetric', 'asymmetric', 'layerwise'])),
});

/** `search: { space: { hidden: [[16], [32], [64]] }, budget: 8 runs }`: config key of the network → values to try. */
const search = closed({
  space: named(Type.Array(Type.Unsafe<unknown>({}), { minItems: 1 })),
  budget: Type.String({ pattern: '^\\d+ runs?$', retort: 'budget' }),
  method: Type.Optional(choice(['random', 'evolution', 'blocks'])),
  limit: Type.Optional(
    closed({ parameters: Type.Optional(count('At most')), flops: Type.Optional(count('At most')) }),
  ),
});

/** `targets: { store: targets/big, topK: 20, tail: bucket }`: what the model answers, written once and read by students. */
const targets = closed({
  store: reference('path', 'Folder for the answers'),
  topK: Type.Optional(count('Classes kept per sample; all when absent')),
  tail: Type.Optional(
    choice(['bucket', 'renormalise', 'student-full'], {
      default: 'bucket',
      description: 'What becomes of the classes that are not kept',
    }),
  ),
  temperature: Type.Optional(scalar({ exclusiveMinimum: 0, default: 1 })),
});

/**
 * `models:` by name, all alike whatever their role:
 * - `small: { network: { kind: mlp, hidden: [32] } }`
 * - `big: { network: { kind: lenet5 }, checkpoint: checkpoints/big.safetensors }`
 * - own models: `network: { kind: layers-model, path: … }`, `{ kind: sequence, layers: […] }`
 * - `inputs: { pixels: image }` where it is ambiguous which field an input reads
 * - `heads: { old: { classes: 5 }, new: { classes: 5 } }`; a term says `head: old`
 * - `exits: [stage.1, stage.2]`: classifiers on these taps, as heads `exit.1`, `exit.2`
 */
export const modelsSchema = (catalogue: Catalogue): TSchema =>
  named(
    closed({
      network: networkSchema(catalogue),
      checkpoint: Type.Optional(
        reference(
          'path',
          'safetensors file with its weights; written by the stage that trains it under `unless: checkpoint`',
          { endings: ['.safetensors'] },
        ),
      ),
      classes: Type.Optional(
        Type.Integer({ minimum: 2, description: 'Classes; those of its data when absent' }),
      ),
      inputs: Type.Optional(
        named(reference('field', 'Field of the data'), { description: 'Input name → field of the data' }),
      ),
      init: Type.Optional(init),
      heads: Type.Optional(named(closed({ classes: count('Classes of this head') }), { minProperties: 1 })),
      exits: Type.Optional(Type.Array(reference('tap', 'Tap that gets a classifier'), { minItems: 1 })),
      quantize: Type.Optional(quantize),
      search: Type.Optional(search),
      targets: Type.Optional(targets),
    }),
    { minProperties: 1, names: namePattern, description: 'Networks by name' },
  );
