import { join } from 'node:path';
import { huggingface } from '../../distill/networks/huggingface.ts';
import { readHuggingFace } from '../../distill/networks/huggingface/config.ts';
import { huggingFaceWeights, isHuggingFace } from '../../distill/networks/huggingface/weights.ts';
import type { Files } from '../../distill/ports.ts';
import { measure } from '../../backends/recording/measure.ts';
import { readDescription } from './description.ts';
import type { Outline, OwnNetwork } from './outline.ts';
import { failing } from './failing.ts';
import { safetensorsOutline } from './safetensors.ts';

/** A folder with `config.json` and `model.safetensors`; as a plain file of weights where the former is of something else. */
export async function huggingFaceOutline(folder: string, files: Files): Promise<Outline> {
  const weights = await safetensorsOutline(join(folder, huggingFaceWeights), files);
  const json = await readDescription(join(folder, 'config.json'), files);
  if (!isHuggingFace(json)) return weights;
  const own = failing(() => ownNetwork(folder, json));
  return {
    ...weights,
    format: 'huggingface',
    network: own.value,
    failure: own.failure ?? weights.failure,
  };
}

function ownNetwork(folder: string, json: unknown): OwnNetwork {
  const { layout } = readHuggingFace(json);
  return {
    recipe: { kind: 'huggingface', path: folder },
    taps() {
      // As long as its samples may be: shorter ones have shorter taps.
      const tokens = { shape: [layout.positions], dtype: 'int32' } as const;
      const context = { fields: { tokens }, classes: null, files: { path: json } };
      return measure(huggingface.build({ path: folder }, context)).taps;
    },
  };
}
