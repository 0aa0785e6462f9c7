import { findNetwork } from '../../../../server/distill/networks/index.ts';
import type { Network, NetworkContext } from '../../../../server/distill/networks/network.ts';
import { initialise } from '../../../../server/distill/networks/initialise.ts';
import { uniforms } from '../../../../server/distill/random.ts';
import { sizeOf, type HostTensor, type HostTensors } from '../../../../server/distill/tensors.ts';
import { context } from '../../../distill/networks/network.ts';

const build = (kind: string, config: unknown, given: NetworkContext): Network =>
  findNetwork(kind).build(config, given);

const text = (length: number, classes: number | null): NetworkContext => ({
  fields: {
    tokens: { shape: [length], dtype: 'int32' },
    mask: { shape: [length], dtype: 'int32' },
  },
  classes,
  files: {},
});

const encoder = { blocks: 2, width: 16, heads: 2, feedForward: 24, vocabulary: 80, positions: 12 };

/** Networks of every kind of block, small. */
export const networks: Readonly<Record<string, () => Network>> = {
  mlp: () => build('mlp', { hidden: [7, 6], activation: 'gelu' }, context([6, 6, 1], 5)),
  lenet5: () => build('lenet5', {}, context([28, 28, 1], 10)),
  resnet8: () => build('resnet', { depth: 8, widths: [4, 4, 6, 8] }, context([12, 12, 3], 5)),
  sequence: () =>
    build(
      'sequence',
      {
        layers: [
          { layer: 'conv', filters: 4, size: 3, padding: 'same', strides: 2 },
          { layer: 'batch-norm', convention: 'keras' },
          { layer: 'activation', function: 'leaky-relu' },
          { layer: 'depthwise-conv', size: 3, padding: 1, bias: false },
          { layer: 'batch-norm' },
          { layer: 'max-pool' },
          { layer: 'flatten' },
          { layer: 'dense', units: 6, bias: false },
          { layer: 'batch-norm' },
          { layer: 'dropout', rate: 0.4 },
          { layer: 'dense', units: 5 },
        ],
      },
      context([12, 12, 3], 5),
    ),
  'bert classifier': () => build('bert', encoder, text(12, 3)),
  'bert encoder': () => build('bert', encoder, text(9, null)),
};

/** Variables with values that make every one of them matter. */
export function weights(network: Network): HostTensors {
  const drawn = initialise([...network.parameters, ...network.state], { seed: 3, model: 'test' });
  return Object.fromEntries(
    Object.entries(drawn).map(([name, { shape, data }]) => {
      const shift = uniforms({ seed: 4, stage: 0, step: 0, site: name }, data.length);
      return [
        name,
        { shape, data: Float32Array.from(data, (value, i) => value + 0.02 + 0.2 * (shift[i] ?? 0)) },
      ];
    }),
  );
}

/** A batch for a network: noise in [−1, 1) for images, whole numbers for tokens, the last of them masked. */
export function inputsFor(network: Network, batch: number): HostTensors {
  return Object.fromEntries(
    network.inputs.map(({ name, shape, dtype }): [string, HostTensor] => {
      const drawn = uniforms({ seed: 5, stage: 0, step: 0, site: name }, batch * sizeOf(shape));
      const length = shape.at(-1) ?? 1;
      const data =
        dtype === 'float32'
          ? drawn.map((value) => 2 * value - 1)
          : Int32Array.from(drawn, (value, i) =>
              name === 'mask' ? Number(i % length < length - 2) : Math.floor(80 * value),
            );
      return [name, { shape: [batch, ...shape], data }];
    }),
  );
}
