import { normals, uniforms } from '../random.ts';
import { sizeOf, type HostTensor, type HostTensors } from '../tensors.ts';
import type { VariableSpec } from './network.ts';

/** What the start values depend on: nothing else, not even the other variables. */
export interface InitialisationKey {
  readonly seed: number;
  /** The model's id in the recipe. */
  readonly model: string;
}

/**
 * Start values of variables, each drawn at the site `init/<model>/<variable>`.
 *
 * - `glorot-uniform`: U(−l, l), l = √(6 / (fanIn + fanOut)) (Glorot and Bengio 2010); kernels of dense and
 *   convolutional layers, as in Keras.
 * - `he-normal`: N(0, 2 / fanIn), not truncated; `he-uniform`: U(−l, l), l = √(6 / fanIn) (He et al. 2015).
 * - `normal`: N(0, deviation²); `uniform`: U(−limit, limit).
 */
export function initialise(specs: readonly VariableSpec[], key: InitialisationKey): HostTensors {
  return Object.fromEntries(specs.map((spec) => [spec.name, start(spec, key)]));
}

function start({ name, shape, initialiser }: VariableSpec, { seed, model }: InitialisationKey): HostTensor {
  const draw = { seed, stage: 0, step: 0, site: `init/${model}/${name}` };
  const size = sizeOf(shape);
  const uniform = (limit: number): HostTensor => ({
    shape,
    data: uniforms(draw, size).map((value) => (2 * value - 1) * limit),
  });
  const normal = (deviation: number): HostTensor => ({
    shape,
    data: normals(draw, size).map((value) => value * deviation),
  });
  switch (initialiser.kind) {
    case 'glorot-uniform':
      return uniform(Math.sqrt(6 / (initialiser.fanIn + initialiser.fanOut)));
    case 'he-uniform':
      return uniform(Math.sqrt(6 / initialiser.fanIn));
    case 'he-normal':
      return normal(Math.sqrt(2 / initialiser.fanIn));
    case 'normal':
      return normal(initialiser.deviation);
    case 'uniform':
      return uniform(initialiser.limit);
    case 'constant':
      return { shape, data: new Float32Array(size).fill(initialiser.value) };
  }
}
