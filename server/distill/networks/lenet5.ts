import Type from 'typebox';
import { chain, type Link } from './chain.ts';
import { readConfig } from './config.ts';
import { classCount, imageShape } from './context.ts';
import { fromGraph } from './from-graph.ts';
import type { NetworkDescriptor } from './network.ts';

const config = Type.Object({}, { additionalProperties: false });

/**
 * The shape of LeNet-5 with today's parts: valid 5 × 5 convolutions, max-pooling and ReLU for the trained
 * sub-sampling, partial connections and RBF outputs of 1998. Any image of 16 × 16 or more.
 * Taps `features.1`, `features.2` (after pooling), `hidden.1`, `hidden.2` (after ReLU), `logits`.
 */
export const lenet5: NetworkDescriptor = {
  kind: 'lenet5',
  summary: 'Two convolutions of 6 and 16 maps, dense layers of 120 and 84; 44,426 parameters on MNIST.',
  sources: [
    'LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document recognition, II.B',
  ],
  config,
  build: (given, context) => {
    readConfig(config, given, 'lenet5');
    const classes = classCount(context);
    const graph = chain(imageShape(context), [
      ...features('features.1', 6),
      ...features('features.2', 16),
      { name: 'flatten', layer: 'flatten', config: {}, tap: null },
      ...hidden('hidden.1', 120),
      ...hidden('hidden.2', 84),
      { name: 'logits', layer: 'dense', config: { units: classes }, tap: 'logits' },
    ]);
    return fromGraph(graph, { kind: 'lenet5', classes });
  },
};

const relu = (name: string, tap: string | null): Link => ({
  name: `${name}.activation`,
  layer: 'activation',
  config: { function: 'relu' },
  tap,
});

const features = (name: string, filters: number): Link[] => [
  { name, layer: 'conv', config: { filters, size: 5 }, tap: null },
  relu(name, null),
  { name: `${name}.pool`, layer: 'max-pool', config: { size: 2 }, tap: name },
];

const hidden = (name: string, units: number): Link[] => [
  { name, layer: 'dense', config: { units }, tap: null },
  relu(name, name),
];
