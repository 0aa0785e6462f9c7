import { fill } from '@tensorflow/tfjs-core';
import type { Network, VariableSpec } from '../../distill/networks/network.ts';
import { sizeOf, type Shape, type Tensors } from '../../distill/tensors.ts';
import type { Tree } from '../../distill/backend.ts';
import { cost, type CostOptions } from './cost.ts';
import { recordInto } from './engine.ts';
import type { Graph, Value } from './graph.ts';
import { Recording } from './recording.ts';
import { simplify } from './simplify.ts';
import { trace } from './trace.ts';

/** What a network is, before it holds a single number. */
export interface Measured {
  /** Shapes of the taps without the batch axis. */
  readonly taps: Readonly<Record<string, Shape>>;
  /** Trainable numbers. */
  readonly parameters: number;
  /** Of the parameters as float32. */
  readonly bytes: number;
  /** Of the forward pass in evaluation, per sample; a multiply-add is two, an elementwise operation one an element. */
  readonly flops: number;
  /** Written by the forward pass in training, per sample: an upper bound of what it keeps for the gradient. */
  readonly activationBytes: number;
}

/** What running something once costs. */
export interface MeasuredStep {
  readonly flops: number;
  /** Most bytes of tensors alive at once, without those from outside; constants made inside count throughout. */
  readonly peakBytes: number;
}

/** Runs `run` with shapes in place of numbers and gives what it returns; tensors don't outlive it. */
export const withShapes = <T>(run: () => T): T => recordInto(new Recording('input'), run);

type Described = Readonly<Record<string, Value>>;

const variables = (specs: readonly VariableSpec[]): Described =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, { shape, dtype: 'float32' }]));

const draws = { uniform: (_site: string, shape: Shape) => fill([...shape], 0) };

/** What a network does to a batch, and gives as taps. */
function recorded({ parameters, state, inputs, apply }: Network, batch: number, training: boolean): Graph {
  return trace(
    (given: Record<'parameters' | 'state' | 'inputs', Tensors>) =>
      apply(given.parameters, given.state, given.inputs, { training, draws }).taps,
    {
      parameters: variables(parameters),
      state: variables(state),
      inputs: Object.fromEntries(
        inputs.map(({ name, shape, dtype }) => [name, { shape: [batch, ...shape], dtype }]),
      ),
    },
    'input',
  ).graph;
}

/**
 * Shapes, sizes and costs of a network by running it without numbers. `batch` (default 1) only matters to a network
 * whose cost per sample depends on it.
 */
export function measure(network: Network, { batch = 1 }: { readonly batch?: number } = {}): Measured {
  const evaluation = recorded(network, batch, false);
  const training = recorded(network, batch, true);
  const parameters = network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    taps: Object.fromEntries(
      evaluation.outputs.map(({ name, value }) => [name, evaluation.values[value]?.shape.slice(1) ?? []]),
    ),
    parameters,
    bytes: parameters * 4,
    flops: cost(evaluation).flops / batch,
    activationBytes: cost(training).writtenBytes / batch,
  };
}

/** Cost of any function of tensors: a training step with its gradient and its optimizer, for example. */
export const measureStep = (run: () => void): MeasuredStep => {
  const { graph } = trace(
    () => {
      run();
      return {};
    },
    {},
    'input',
  );
  const { flops, peakBytes, inputBytes } = cost(graph);
  return { flops, peakBytes: peakBytes - inputBytes };
};

/** What running a function takes beside its inputs, in bytes. */
export interface MeasuredFunction {
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Most bytes alive at once, results among them, when each is free after its last use. */
  readonly peakBytes: number;
  /** The same when TensorFlow.js runs it op by op: then most live to the end of the `tidy` around them. */
  readonly scopedBytes: number;
  /** Kernel calls, each once. */
  readonly nodes: number;
}

/** Memory of a function of tensors, for inputs of these shapes and types. Throws as recording does. */
export function measureFunction(
  run: (inputs: never) => object,
  inputs: Tree<Value>,
  options: CostOptions = {},
): MeasuredFunction {
  // Types of trees of tensors say nothing that matters here.
  const traced = trace(run as unknown as Parameters<typeof trace>[0], inputs, 'input');
  const graph = simplify(traced.graph);
  const { inputBytes, constantBytes, peakBytes } = cost(graph, options);
  const outputs = graph.outputs.reduce(
    (sum, { value }) => sum + 4 * sizeOf(graph.values[value]?.shape ?? []),
    0,
  );
  return {
    inputBytes,
    outputBytes: outputs,
    peakBytes: peakBytes - inputBytes - constantBytes,
    scopedBytes: traced.heldBytes,
    nodes: graph.nodes.length,
  };
}
