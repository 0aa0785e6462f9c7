import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Shape, type Tensors } from '../../tensors.ts';
import type { Initialiser, VariableSpec } from '../network.ts';

/**
 * Glorot and Bengio 2010, as Keras computes the fans: input and output channels (the last two axes) times the
 * size of the window.
 */
export function glorot(shape: Shape): Initialiser {
  const window = sizeOf(shape.slice(0, -2));
  return {
    kind: 'glorot-uniform',
    fanIn: (shape.at(-2) ?? 1) * window,
    fanOut: (shape.at(-1) ?? 1) * window,
  };
}

export const kernel = (shape: Shape): VariableSpec => ({ name: 'kernel', shape, initialiser: glorot(shape) });

/** A variable of one value a channel that weight decay leaves alone. */
export const perChannel = (name: string, channels: number, value: number): VariableSpec => ({
  name,
  shape: [channels],
  initialiser: { kind: 'constant', value },
  decay: false,
});

export const bias = (channels: number): VariableSpec => perChannel('bias', channels, 0);

/** The variable of that name; missing is a bug of the caller, who has the specs. */
export function variable(variables: Tensors, name: string): Tensor {
  const found = variables[name];
  if (found === undefined) throw new Error(`variable ${name} was not given`);
  return found;
}
