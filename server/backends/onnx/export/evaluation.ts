import type { Tensor } from '@tensorflow/tfjs-core';
import type { Network, VariableSpec } from '../../../distill/networks/network.ts';
import { operations } from '../../../distill/operations/index.ts';
import type { Tensors } from '../../../distill/tensors.ts';
import { expand } from '../../recording/expand.ts';
import type { Graph, Value } from '../../recording/graph.ts';
import { record } from '../../recording/record.ts';
import { findLowering } from '../lower/index.ts';

/** Paths of a recorded evaluation pass begin with these. */
export const groups = ['parameters', 'state', 'inputs'] as const;

/**
 * What a network does to a batch in evaluation, as a graph. Ports: `parameters/…`, `state/…` and `inputs/…` by the
 * network's own names; outputs by tap. Attention is composed of products, so that standard operators do.
 */
export function evaluationGraph(network: Network, taps: readonly string[], batch: number): Graph {
  const { graph } = record(
    ({ parameters, state, inputs }: Readonly<Record<(typeof groups)[number], Tensors>>) => {
      const applied = network.apply(parameters, state, inputs, { training: false, draws });
      return Object.fromEntries(
        taps.flatMap((name): [string, Tensor][] => {
          const tap = applied.taps[name];
          return tap === undefined ? [] : [[name, tap]];
        }),
      );
    },
    {
      parameters: described(network.parameters),
      state: described(network.state),
      inputs: Object.fromEntries(
        network.inputs.map(({ name, shape, dtype }) => [name, { shape: [batch, ...shape], dtype }]),
      ),
    },
  );
  return expand(graph, operations, (kernel) => !composed.has(kernel) && findLowering(kernel) !== undefined);
}

/** Operations whose lowering takes operators of ONNX Runtime's own. */
const composed = new Set(['AttentionScores']);

const described = (specs: readonly VariableSpec[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, { shape, dtype: 'float32' }]));

const draws = {
  uniform(site: string): never {
    throw new TypeError(`The site ${site} draws in evaluation.`);
  },
};
