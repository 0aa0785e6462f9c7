import Type, { type TSchema } from 'typebox';
import { choice } from '../distill/schema.ts';
import type { Catalogue } from './catalogue.ts';
import { defaults } from './defaults.ts';
import { plannedBackends } from './planned.ts';
import { dataSchema } from './schema/data.ts';
import { checkpointsSchema, diagnosticsSchema, evaluateSchema, sweepSchema } from './schema/evaluate.ts';
import { modelsSchema } from './schema/models.ts';
import { stagesSchema } from './schema/stages.ts';
import { closed } from './schema/words.ts';

export const schemaVersion = 1;
const builtBackends = ['auto', 'onnx', 'wasm', 'cpu'];

/**
 * A recipe, `*.distill.yaml`, version 1. Plain JSON Schema with three more keys that structure checks, completion
 * and hover read: `retort` (what the value is), `to` (what a reference names), `tag` (the key that tells
 * alternatives apart). What is accepted here and not built is in planned.ts.
 *
 * How each idea is written:
 * - lengths `30 epochs`, `500 steps`, `10 %`; scheduled scalars `{ from, to, over, shape }`, `{ from, step: […], by }`
 * - data, mixes, generated data: schema/data.ts and `data:` in schema/stages.ts
 * - networks, own models, heads, exits, init, quantize, search, stored targets: schema/models.ts
 * - training a part, mutual learning, alternating updates, early stop: schema/stages.ts
 * - terms, pairs, projections, several teachers: schema/terms.ts
 * - evaluation, selection, checkpoints, diagnostics, sweeps: schema/evaluate.ts
 */
export const recipeSchema = (catalogue: Catalogue): TSchema =>
  closed({
    version: Type.Number({ examples: [schemaVersion], description: 'Version of the recipe’s schema' }),
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 120, description: 'For people; the file’s name when absent' }),
    ),
    description: Type.Optional(Type.String({ description: 'For people' })),
    seeds: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), {
        minItems: 1,
        maxItems: 100,
        default: defaults.seeds,
        description: 'All that is random follows from the seed; each is a training of its own',
      }),
    ),
    backend: Type.Optional(
      choice([...builtBackends, ...Object.keys(plannedBackends)], {
        default: defaults.backend,
        description: 'What computes; `auto` takes the fastest that works here',
      }),
    ),
    data: dataSchema(catalogue),
    models: modelsSchema(catalogue),
    stages: stagesSchema(catalogue),
    evaluate: Type.Optional(evaluateSchema),
    checkpoints: Type.Optional(checkpointsSchema),
    diagnostics: Type.Optional(diagnosticsSchema),
    sweep: Type.Optional(sweepSchema),
  });

const schemas = new WeakMap<Catalogue, TSchema>();

/** The schema of a catalogue, made once. */
export function schemaOf(catalogue: Catalogue): TSchema {
  const known = schemas.get(catalogue);
  if (known !== undefined) return known;
  const schema = recipeSchema(catalogue);
  schemas.set(catalogue, schema);
  return schema;
}
