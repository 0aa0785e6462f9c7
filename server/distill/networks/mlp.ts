import Type from 'typebox';
import { choice, optional } from '../schema.ts';
import { chain, type Link } from './chain.ts';
import { readConfig } from './config.ts';
import { classCount, imageShape } from './context.ts';
import { fromGraph } from './from-graph.ts';
import { activations } from './layers/activation.ts';
import type { NetworkDescriptor } from './network.ts';

const config = Type.Object(
  {
    hidden: Type.Array(Type.Integer({ minimum: 1, maximum: 1_000_000 }), {
      maxItems: 100,
      examples: [[32]],
      description: 'Units of each hidden layer',
    }),
    activation: optional(choice(activations, { default: 'relu' })),
    dropout: optional(
      Type.Number({
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0,
        description: 'Rate after each hidden layer',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Dense layers on the flattened input. Taps `hidden.1` … (after the activation, before dropout) and `logits`. */
export const mlp: NetworkDescriptor = {
  kind: 'mlp',
  summary: 'Multi-layer perceptron on the flattened input.',
  sources: ['Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors'],
  config,
  build: (given, context) => {
    const { hidden, activation, dropout } = readConfig(config, given, 'mlp');
    const input = imageShape(context);
    const classes = classCount(context);
    const flatten: Link = { name: 'flatten', layer: 'flatten', config: {}, tap: null };
    const graph = chain(input, [
      ...(input.length === 1 ? [] : [flatten]),
      ...hidden.flatMap((units, index): Link[] => {
        const name = `hidden.${index + 1}`;
        return [
          { name, layer: 'dense', config: { units }, tap: null },
          { name: `${name}.activation`, layer: 'activation', config: { function: activation }, tap: name },
          ...(dropout === 0
            ? []
            : [{ name: `${name}.dropout`, layer: 'dropout', config: { rate: dropout }, tap: null }]),
        ];
      }),
      { name: 'logits', layer: 'dense', config: { units: classes }, tap: 'logits' },
    ]);
    return fromGraph(graph, { kind: 'mlp', classes });
  },
};
