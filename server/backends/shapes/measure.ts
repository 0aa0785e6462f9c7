import { fill, type Tensor } from '@tensorflow/tfjs-core';
import type { Network, VariableSpec } from '../../distill/networks/network.ts';
import { sizeOf, type DType, type Shape, type Tensors } from '../../distill/tensors.ts';
import type { ShapesBackend } from './backend.ts';
import { withShapes as withShapesBackend } from './engine.ts';

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
  /** Most bytes of tensors alive at once, without those from before. */
  readonly peakBytes: number;
}

const empty = (shape: Shape, dtype: DType = 'float32'): Tensor => fill([...shape], 0, dtype);

const variables = (specs: readonly VariableSpec[]): Tensors =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, empty(shape)]));

const draws = { uniform: (_site: string, shape: Shape): Tensor => empty(shape) };

/** Runs `run` with shapes in place of numbers and gives what it returns; tensors don't outlive it. */
export const withShapes = <T>(run: () => T): T => withShapesBackend(() => run());

/** Runs `run` and counts. */
function counted(backend: ShapesBackend, run: () => void) {
  const before = backend.counts();
  backend.resetPeak();
  run();
  const after = backend.counts();
  return {
    flops: after.flops - before.flops,
    writtenBytes: after.writtenBytes - before.writtenBytes,
    peakBytes: after.peakBytes - before.liveBytes,
  };
}

/**
 * Shapes, sizes and costs of a network by running it without numbers. `batch` (default 1) only matters to a network
 * whose cost per sample depends on it.
 */
export function measure(network: Network, { batch = 1 }: { readonly batch?: number } = {}): Measured {
  return withShapesBackend((backend) => {
    const parameters = variables(network.parameters);
    const state = variables(network.state);
    const inputs = Object.fromEntries(
      network.inputs.map(({ name, shape, dtype }) => [name, empty([batch, ...shape], dtype)]),
    );
    let taps: Readonly<Record<string, Shape>> = {};
    const evaluation = counted(backend, () => {
      const applied = network.apply(parameters, state, inputs, { training: false, draws });
      taps = Object.fromEntries(
        Object.entries(applied.taps).map(([name, { shape }]) => [name, shape.slice(1)]),
      );
    });
    const training = counted(backend, () =>
      network.apply(parameters, state, inputs, { training: true, draws }),
    );
    const count = network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return {
      taps,
      parameters: count,
      bytes: count * 4,
      flops: evaluation.flops / batch,
      activationBytes: training.writtenBytes / batch,
    };
  });
}

/** Cost of any function of tensors: a training step with its gradient and its optimizer, for example. */
export const measureStep = (run: () => void): MeasuredStep =>
  withShapesBackend((backend) => {
    const { flops, peakBytes } = counted(backend, run);
    return { flops, peakBytes };
  });
