import { io, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import type { LayersModelFiles } from '../../../server/distill/export/layers-model.ts';

/** The files that TensorFlow.js writes for a model, parsed. */
export async function save(model: LayersModel): Promise<{ modelJson: unknown; shard: Uint8Array }> {
  let saved: io.ModelArtifacts = {};
  await model.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  const modelJson: unknown = JSON.parse(
    JSON.stringify({
      modelTopology: saved.modelTopology,
      format: 'layers-model',
      weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: saved.weightSpecs }],
    }),
  );
  return { modelJson, shard: new Uint8Array(io.CompositeArrayBuffer.join(saved.weightData)) };
}

/** What TensorFlow.js makes of exported files. */
export async function load({ modelJson, weights }: LayersModelFiles): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(JSON.stringify(modelJson)) as {
    modelTopology: object;
    weightsManifest: [{ weights: io.WeightsManifestEntry[] }];
  };
  return loadLayersModel(
    io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
}

/** The model's one output. */
export function predict(model: LayersModel, image: Tensor): Tensor {
  const output = model.predict(image);
  if (Array.isArray(output)) throw new Error('expected one output');
  return output;
}

/** Largest difference of two tensors of one shape. */
export function distance(a: Tensor, b: Tensor): number {
  if (a.shape.join() !== b.shape.join()) return Infinity;
  const y = Array.from(b.dataSync());
  return Array.from(a.dataSync()).reduce((most, x, i) => Math.max(most, Math.abs(x - (y[i] ?? NaN))), 0);
}
