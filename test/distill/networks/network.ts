import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Applied, Network, NetworkContext } from '../../../server/distill/networks/network.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { sizeOf, type HostTensors, type Shape, type Tensors } from '../../../server/distill/tensors.ts';
import { RetortError } from '../../../server/protocol/failure.ts';

/** What a classifier of images is built for. */
export const context = (
  shape: Shape,
  classes: number | null,
  files: NetworkContext['files'] = {},
): NetworkContext => ({ fields: { image: { shape, dtype: 'float32' } }, classes, files });

/** Numbers in [−1, 1) that are the same in every run. */
export function noise(shape: Shape, site = 'noise'): Tensor {
  const values = uniforms({ seed: 1, stage: 0, step: 0, site }, sizeOf(shape));
  return tensor(
    values.map((value) => 2 * value - 1),
    [...shape],
  );
}

/** Variables with values that make every one of them matter: none is zero, variances are positive. */
export function variables(network: Network): HostTensors {
  const drawn = initialise([...network.parameters, ...network.state], { seed: 3, model: 'test' });
  return Object.fromEntries(
    Object.entries(drawn).map(([name, { shape, data }]) => {
      const shift = uniforms({ seed: 4, stage: 0, step: 0, site: name }, data.length);
      return [
        name,
        { shape, data: Float32Array.from(data, (value, i) => value + 0.2 + 0.5 * (shift[i] ?? 0)) },
      ];
    }),
  );
}

export const upload = (values: HostTensors): Tensors =>
  Object.fromEntries(
    Object.entries(values).map(([name, { shape, data }]) => [name, tensor(data, [...shape])]),
  );

/** The network in evaluation mode on an image batch. */
export function evaluate(network: Network, image: Tensor, values = variables(network)): Applied {
  const tensors = upload(values);
  return network.apply(tensors, tensors, { image }, { training: false, draws: { uniform: noDraws } });
}

export const noDraws = (site: string): Tensor => {
  throw new Error(`${site} drew random numbers`);
};

/** The RetortError that a call throws. */
export function thrown(call: () => unknown): RetortError {
  try {
    call();
  } catch (error) {
    if (error instanceof RetortError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Largest absolute difference between two lists of numbers of one length; NaN where the lengths differ. */
export function furthest(found: ArrayLike<number>, expected: ArrayLike<number> | undefined): number {
  if (found.length !== expected?.length) return Number.NaN;
  let furthest = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (!(difference <= furthest)) furthest = difference;
  }
  return furthest;
}
