import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import Type, { type TSchemaOptions } from 'typebox';
import { RetortError } from '../../../protocol/failure.ts';
import { choice } from '../../schema.ts';
import type { Shape } from '../../tensors.ts';
import { say } from '../../../text/say.ts';

/** What convolutions and pooling share: a window that slides over [height, width, channels]. */
export interface Window {
  readonly size: number | number[];
  readonly strides: number | number[];
  readonly dilation?: number | number[];
  /** `same` as TensorFlow does it (extra rows at the end); a number pads every side symmetrically, as PyTorch does. */
  readonly padding: 'valid' | 'same' | number;
}

const side = Type.Integer({ minimum: 1, maximum: 65_536 });

/** One number for height and width, or both. */
export const extent = (options: TSchemaOptions) =>
  Type.Union([side, Type.Array(side, { minItems: 2, maxItems: 2 })], options);

export const namedPadding = (options: TSchemaOptions) => choice(['valid', 'same'], options);

export const padding = (options: TSchemaOptions) =>
  Type.Union([choice(['valid', 'same']), Type.Integer({ minimum: 0, maximum: 65_536 })], options);

/** Height and width of an extent. */
export function pair(value: number | readonly number[]): [height: number, width: number] {
  if (typeof value === 'number') return [value, value];
  const [height = 1, width = height] = value;
  return [height, width];
}

/** [height, width, channels], or a RetortError. */
export function image(shape: Shape): readonly [height: number, width: number, channels: number] {
  const [height, width, channels, ...rest] = shape;
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0) {
    throw new RetortError({
      code: 'not-an-image',
      message: say`The layer slides over [height, width, channels], but its input is [${shape.join(', ')}].`,
      next: say`Put it before flattening, or reshape its input.`,
    });
  }
  return [height, width, channels];
}

/** Narrows the type of a tensor of four axes. */
export function rank4(tensor: Tensor): Tensor4D {
  if (!isRank4(tensor)) throw new Error(`expected four axes, got [${tensor.shape.join(', ')}]`);
  return tensor;
}

const isRank4 = (tensor: Tensor): tensor is Tensor4D => tensor.rank === 4;

/** Height and width after the window has slid over an image; `input-too-small` where it doesn't fit. */
export function slide(shape: Shape, window: Window): [height: number, width: number] {
  const [height, width] = image(shape);
  const sizes = pair(window.size);
  const strides = pair(window.strides);
  const dilation = pair(window.dilation ?? 1);
  const after = (axis: 0 | 1, length: number): number => {
    if (window.padding === 'same') return Math.ceil(length / strides[axis]);
    const covered = (sizes[axis] - 1) * dilation[axis] + 1;
    const padded = length + (window.padding === 'valid' ? 0 : 2 * window.padding);
    return Math.floor((padded - covered) / strides[axis]) + 1;
  };
  const result: [number, number] = [after(0, height), after(1, width)];
  if (result[0] < 1 || result[1] < 1) {
    throw new RetortError({
      code: 'input-too-small',
      message: say`A window of ${sizes.join(' × ')} does not fit into ${height} × ${width}.`,
      next: say`Use larger images, fewer layers, or padding: same.`,
    });
  }
  return result;
}
