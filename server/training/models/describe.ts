import { basename, dirname } from 'node:path';
import { networks } from '../../distill/networks/index.ts';
import type { ModelPlan } from '../../distill/plan.ts';
import { sizeOf, type Shape } from '../../distill/tensors.ts';
import type { ModelFile } from '../../protocol/training.ts';
import { flowText } from '../../recipe/flow-text.ts';
import { failureOf } from '../../recipe/gather.ts';
import type { RunModels } from './made-by-runs.ts';
import { failing } from './failing.ts';
import type { Outline } from './outline.ts';
import { relation } from './relation.ts';
import type { Place } from './walk.ts';

/** A model with all that is known about it. */
export interface Described {
  readonly file: ModelFile;
  /** Shapes of taps; null where the network isn't known. Takes a moment. */
  readonly taps: () => Readonly<Record<string, Shape>> | null;
}

/** Puts together what a file says of itself and what runs know about it. */
export function described(
  path: string,
  outline: Outline,
  known: { readonly sha256: string | null; readonly runs: readonly RunModels[] },
): Described {
  const file = { path, outline, sha256: known.sha256 };
  const relations = known.runs.map((run) => relation(file, run)).filter((found) => found !== null);
  const plan = relations.find((found) => found.plan !== null)?.plan ?? null;
  const own = outline.network;
  return {
    file: {
      path,
      name: nameOf(path, outline),
      format: outline.format,
      bytes: outline.bytes,
      parameters: parametersOf(outline),
      sha256: known.sha256,
      scores: relations.flatMap(({ scores }) => scores),
      network: own !== null ? flowText(own.recipe) : plan !== null ? flowText(recipeOf(plan)) : null,
      failure: outline.failure,
    },
    taps: () => (own === null ? (plan?.taps ?? null) : failing(own.taps).value),
  };
}

/** A file that can't be read, as a model that failed. */
export const brokenFile = ({ kind, path }: Place, error: unknown): ModelFile => ({
  path,
  name: nameOf(path, null),
  format: kind === 'tensorflow' ? 'layers-model' : kind,
  bytes: 0,
  parameters: null,
  sha256: null,
  scores: [],
  network: null,
  failure: failureOf(error, path),
});

function nameOf(path: string, outline: Outline | null): string {
  const model = outline?.metadata['retort.model'];
  if (model !== undefined) return model;
  const name = basename(path).replace(/\.safetensors$/i, '');
  // `model.json` says nothing; the folder it lies in is what people named.
  const bare = name.replace(/[.-]?model\.json$/i, '');
  return bare === '' ? basename(dirname(path)) : bare;
}

/** Numbers that could be trained: counters and positions are integers. */
const parametersOf = ({ tensors }: Outline): number | null =>
  tensors === null
    ? null
    : tensors
        .filter(({ dtype }) => /^(B?F\d|float|uint)/.test(dtype))
        .reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** What a recipe says for the network of a plan, without what it would mean anyway. */
function recipeOf({ kind, config }: ModelPlan): Readonly<Record<string, unknown>> {
  const schema = networks.find((network) => network.kind === kind)?.config;
  const defaults: Readonly<Record<string, object>> = schema?.properties ?? {};
  const isDefault = (key: string, value: unknown): boolean => {
    const property = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    return (
      property !== undefined &&
      'default' in property &&
      JSON.stringify(property.default) === JSON.stringify(value)
    );
  };
  return {
    kind,
    ...Object.fromEntries(Object.entries(config).filter(([key, value]) => !isDefault(key, value))),
  };
}
