import { sizeOf, type Shape } from '../../distill/tensors.ts';

/** [rows, columns] of a value of up to three axes, the last axis being the columns. */
export const matrixOf = (shape: Shape): readonly [rows: number, columns: number] => [
  sizeOf(shape.slice(0, -1)),
  shape.at(-1) ?? 1,
];

/** A matrix as an image: its rows are the places, its columns the channels. */
export const imageOf = (shape: Shape): Shape => [1, 1, ...matrixOf(shape)];

/**
 * What a matrix in the layout `rows`, its image blocked, claims to be: [1, columns, height, width], so that threads can
 * share the heights.
 */
export function rowsShape(shape: Shape): Shape {
  const [rows, columns] = matrixOf(shape);
  const width = rows % 32 === 0 ? 32 : rows;
  return [1, columns, rows / width, width];
}
