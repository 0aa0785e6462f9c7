import { add, matMul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import type { VariableSpec } from '../networks/network.ts';
import { optional } from '../schema.ts';
import type { Shape, Tensors } from '../tensors.ts';

export const withBias = {
  bias: optional(Type.Boolean({ default: true, description: 'Adds a trained constant to each output' })),
};

/** Whether the bias is there: it is unless the recipe says no. */
export const hasBias = (parameters: { bias?: boolean }): boolean => parameters.bias ?? true;

/** Kernel `[…, inputs, outputs]` and bias `[outputs]`. */
export function affineVariables(
  kernel: Shape,
  size: { readonly inputs: number; readonly outputs: number },
  bias: boolean,
): readonly VariableSpec[] {
  return [
    {
      name: 'kernel',
      shape: kernel,
      initialiser: { kind: 'glorot-uniform', fanIn: size.inputs, fanOut: size.outputs },
    },
    ...(bias
      ? [
          {
            name: 'bias',
            shape: [size.outputs],
            initialiser: { kind: 'constant', value: 0 },
            decay: false,
          } as const,
        ]
      : []),
  ];
}

/** A variable that `variables` declared. Missing is a bug of the caller. */
export function variable(variables: Tensors, name: string): Tensor {
  const value = variables[name];
  if (value === undefined) throw new Error(`The projection's variable ${name} is missing`);
  return value;
}

/**
 * x·W + b along the last axis of rows of `inputs` numbers; the result is reshaped to `shape`.
 * A matrix product also for maps: it is what a 1×1 convolution is, and every backend has its gradient.
 */
export function affine(
  variables: Tensors,
  feature: Tensor,
  size: { readonly inputs: number; readonly outputs: number; readonly shape: Shape },
): Tensor {
  const kernel = reshape(variable(variables, 'kernel'), [size.inputs, size.outputs]);
  const product = matMul(reshape(feature, [-1, size.inputs]), kernel);
  const moved = variables.bias === undefined ? product : add(product, variables.bias);
  return reshape(moved, [feature.shape[0], ...size.shape]);
}
