import { sizeOf, type Shape } from '../../distill/tensors.ts';
import type { Builder } from './builder.ts';

/** [rows, columns] of a value of up to three axes, the last axis being the columns. */
export const matrixOf = (shape: Shape): readonly [rows: number, columns: number] => [
  sizeOf(shape.slice(0, -1)),
  shape.at(-1) ?? 1,
];

/**
 * What a matrix in the layout `rows`, [columns / block, rows, block] in memory, claims to be: an image of [1, columns,
 * height, width], so that threads can share the heights.
 */
export function rowsShape(shape: Shape): Shape {
  const [rows, columns] = matrixOf(shape);
  const width = rows % 32 === 0 ? 32 : rows;
  return [1, columns, rows / width, width];
}

const reorder = (builder: Builder, name: string, attributes: Readonly<Record<string, number>>): string =>
  builder.emit('ReorderInput', [name], attributes, { domain: 'com.microsoft.nchwc' });

/** A plain matrix in rows. Its columns are a multiple of the block. */
export function toRows(builder: Builder, name: string, shape: Shape): string {
  const [rows, columns] = matrixOf(shape);
  const moved = reorder(builder, builder.reshape(name, [1, 1, rows, columns]), { channels_last: 1 });
  return builder.reshape(moved, rowsShape(shape));
}

/** A matrix in rows as a plain one. */
export function fromRows(builder: Builder, name: string, shape: Shape): string {
  const block = builder.block ?? 1;
  const [rows, columns] = matrixOf(shape);
  // Blocks of columns as rows of [rows · block] channels: the way back is the same movement.
  const view = builder.reshape(name, [1, columns / block, 1, rows * block]);
  return builder.reshape(reorder(builder, view, { channels_last: 1 }), shape);
}

/** A plain matrix [inputs, outputs], or turned over, as the filter of a blocked 1 × 1 convolution. */
export function filterOf(
  builder: Builder,
  name: string,
  [rows, columns]: readonly [number, number],
  turned: boolean,
): string {
  if (!turned) return builder.reshape(toRows(builder, name, [rows, columns]), [columns, rows, 1, 1]);
  return builder.reshape(reorder(builder, builder.reshape(name, [1, rows, 1, columns]), {}), [
    rows,
    columns,
    1,
    1,
  ]);
}
