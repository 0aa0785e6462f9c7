import {
  add,
  conv2d,
  conv2dTranspose,
  pad,
  relu,
  transpose,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { batchNorm } from '../operations/batch-norm.ts';
import { run } from '../operations/operation.ts';
import { optional } from '../schema.ts';
import type { Shape, Tensors } from '../tensors.ts';
import { variable } from './affine.ts';
import { projection } from './descriptor.ts';

const defaults = { relu: true } as const;
const epsilon = 1e-5;

type Relation =
  | { readonly kind: 'halve' }
  | { readonly kind: 'double' }
  | { readonly kind: 'crop'; readonly kernel: readonly [number, number] };

/** How the teacher's height and width come from the student's; null when none of the three does it. */
function relate(from: Shape, to: Shape): Relation | null {
  const [h, w] = from;
  const [toH, toW] = to;
  if (from.length !== 3 || to.length !== 3) return null;
  if (h === undefined || w === undefined || toH === undefined || toW === undefined) return null;
  if (h === 2 * toH && Math.ceil(w / 2) === toW) return { kind: 'halve' };
  if (2 * h === toH && 2 * w === toW) return { kind: 'double' };
  return h >= toH && w >= toW ? { kind: 'crop', kernel: [1 + h - toH, 1 + w - toW] } : null;
}

function relateOrThrow(from: Shape, to: Shape): Relation {
  const relation = relate(from, to);
  if (relation === null) throw new Error(`conv-bn-relu can't map [${from.join()}] to [${to.join()}]`);
  return relation;
}

function kernelSize(relation: Relation): readonly [number, number] {
  switch (relation.kind) {
    case 'halve':
      return [3, 3];
    case 'double':
      return [4, 4];
    case 'crop':
      return relation.kernel;
  }
}

const isMap = (tensor: Tensor): tensor is Tensor4D => tensor.rank === 4;

function convolve(relation: Relation, map: Tensor4D, kernel: Tensor4D): Tensor {
  const [batch, h, w] = map.shape;
  switch (relation.kind) {
    case 'halve': {
      // Zeros on both sides, as PyTorch: TensorFlow's own "same" pads an even map on one side only.
      const padded = pad(map, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      return conv2d<Tensor3D | Tensor4D>(padded, kernel, 2, 'valid');
    }
    case 'double':
      // Here "same" takes one row off each side, which is PyTorch's padding of 1.
      return conv2dTranspose<Tensor3D | Tensor4D>(
        map,
        transpose(kernel, [0, 1, 3, 2]),
        [batch, 2 * h, 2 * w, kernel.shape[3]],
        2,
        'same',
      );
    case 'crop':
      return conv2d<Tensor3D | Tensor4D>(map, kernel, 1, 'valid');
  }
}

/**
 * RepDistiller's regressor: convolution by the spatial relation (half: 3×3 stride 2; double: transposed 4×4 stride 2;
 * else valid with kernel 1 + H − H′), batch-norm with the batch's statistics, ReLU. Kernel
 * `[height, width, channels, channels′]`, also when transposed.
 */
export const convBnRelu = projection({
  kind: 'conv-bn-relu',
  summary: 'A convolution that also halves, doubles or crops the map, batch-norm and ReLU',
  sources: ['HobbitLong/RepDistiller models/util.py ConvReg'],
  parameters: Type.Object(
    {
      relu: optional(
        Type.Boolean({
          default: defaults.relu,
          description: 'ReLU at the end: right for teacher features after an activation',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: (from, to) => (relate(from, to) === null ? null : to),
  variables: (from, to) => {
    const [inputs = 1, outputs = 1] = [from[2], to[2]];
    const [height, width] = kernelSize(relateOrThrow(from, to));
    const fan = { fanIn: height * width * inputs, fanOut: height * width * outputs };
    const constant = (name: string, value: number) =>
      ({ name, shape: [outputs], initialiser: { kind: 'constant', value }, decay: false }) as const;
    return [
      { name: 'kernel', shape: [height, width, inputs, outputs], initialiser: { kind: 'he-normal', ...fan } },
      constant('bias', 0),
      constant('gamma', 1),
      constant('beta', 0),
    ];
  },
  apply: (variables: Tensors, feature, to, parameters) => {
    const kernel = variable(variables, 'kernel');
    if (!isMap(feature) || !isMap(kernel))
      throw new Error('conv-bn-relu maps [batch, height, width, channels]');
    const relation = relateOrThrow(feature.shape.slice(1), to);
    const moved = add(convolve(relation, feature, kernel), variable(variables, 'bias'));
    const [normal] = run(
      batchNorm,
      { x: moved, scale: variable(variables, 'gamma'), offset: variable(variables, 'beta') },
      { epsilon },
    );
    return (parameters.relu ?? defaults.relu) ? relu(normal) : normal;
  },
});
