import { dispose, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { Compile } from '../../../server/distill/backend.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Network, NetworkContext } from '../../../server/distill/networks/network.ts';
import { permutation, uniforms } from '../../../server/distill/random.ts';
import { named } from '../../../server/distill/terms.ts';
import { sizeOf, type HostTensors, type Tensors } from '../../../server/distill/tensors.ts';
import { noDraws, upload } from './network.ts';

/** An encoder of two blocks. */
export const small = { blocks: 2, width: 12, heads: 3, feedForward: 20, vocabulary: 50, positions: 16 };

/** What an encoder is built for: samples of `length` tokens with a mask. */
export const text = (
  length: number,
  classes: number | null,
  files: NetworkContext['files'] = {},
): NetworkContext => ({
  fields: {
    tokens: { shape: [length], dtype: 'int32' },
    mask: { shape: [length], dtype: 'int32' },
  },
  classes,
  files,
});

/** Start values that are not those of training: every bias counts, and attention is far from even. */
export function variables(network: Network): HostTensors {
  const start = initialise(network.parameters, { seed: 3, model: 'test' });
  return Object.fromEntries(
    Object.entries(start).map(([name, { shape, data }]) => {
      const shift = uniforms({ seed: 4, stage: 0, step: 0, site: name }, data.length);
      return [
        name,
        { shape, data: Float32Array.from(data, (value, i) => value + 0.4 * (shift[i] ?? 0) - 0.2) },
      ];
    }),
  );
}

/** Tokens below `vocabulary`, and a mask by which each row has the length given. */
export function samples(lengths: readonly number[], padded: number, vocabulary: number): HostTensors {
  const shape = [lengths.length, padded];
  const order = permutation(
    { seed: 5, stage: 0, step: 0, site: 'tokens' },
    Math.max(vocabulary, sizeOf(shape)),
  );
  const mask = lengths.flatMap((length) => Array.from({ length: padded }, (_, at) => Number(at < length)));
  return {
    tokens: {
      shape,
      data: Int32Array.from(mask, (real, at) => (real === 1 ? (order[at] ?? 0) % vocabulary : 0)),
    },
    mask: { shape, data: Int32Array.from(mask) },
  };
}

/** Tensors of host values, integers as int32. */
export const put = (values: HostTensors): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, { shape, data }]) => [
      name,
      tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32'),
    ]),
  );

/** Taps in evaluation as numbers, in the order of the network. */
export const answers = (
  network: Network,
  values: HostTensors,
  inputs: HostTensors,
): Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>> => {
  const found: Record<string, { shape: number[]; data: Float32Array }> = {};
  tidy(() => {
    const options = { training: false, draws: { uniform: noDraws } };
    const { taps } = network.apply(upload(values), {}, put(inputs), options);
    for (const [tap, value] of Object.entries(taps)) {
      found[tap] = { shape: value.shape, data: Float32Array.from(value.dataSync()) };
    }
  });
  return found;
};

type Answers = Readonly<Record<string, Float32Array>>;

/** Some taps in evaluation for each batch, on a backend that compiled the network with its weights, as of a teacher. */
export async function compiledAnswers(
  compile: Compile,
  { network, values }: { readonly network: Network; readonly values: HostTensors },
  batches: readonly HostTensors[],
  taps: readonly string[],
): Promise<readonly Answers[]> {
  const compiled = compile(
    ({ parameters, batch }: { readonly parameters: Tensors; readonly batch: Tensors }) => {
      const found = network.apply(parameters, {}, batch, {
        training: false,
        draws: { uniform: noDraws },
      }).taps;
      return Object.fromEntries(taps.map((tap) => [tap, named(found, tap)]));
    },
    { name: 'test', constant: ['parameters'] },
  );
  const parameters = upload(values);
  const all: Answers[] = [];
  for (const inputs of batches) {
    const batch = put(inputs);
    const outputs = await compiled.run({ parameters, batch });
    all.push(Object.fromEntries(taps.map((tap) => [tap, Float32Array.from(named(outputs, tap).dataSync())])));
    dispose([...Object.values(batch), ...Object.values(outputs)]);
  }
  dispose(Object.values(parameters));
  compiled.dispose();
  return all;
}
