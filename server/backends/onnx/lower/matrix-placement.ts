import { sameShape, sizeOf, type Shape } from '../../../distill/tensors.ts';
import type { Builder } from '../builder.ts';
import { matrixOf, rowsShape } from '../matrices.ts';
import type { Operand } from './placement.ts';

/** One number for every column. */
const isVector = (shape: Shape, target: Shape): boolean =>
  sizeOf(shape) === target.at(-1) && shape.at(-1) === target.at(-1);

/** Whether an elementwise node on matrices takes fewer conversions in rows than in plain layout. */
export function prefersRows(builder: Builder, operands: readonly Operand[], target: Shape): boolean {
  if (builder.block === null || target.length < 2 || target.length > 3) return false;
  const whole = operands.filter(({ shape }) => sameShape(shape, target));
  const rest = operands.filter(({ shape }) => !sameShape(shape, target));
  if (whole.some(({ id }) => id === null)) return false;
  if (!rest.every(({ shape }) => sizeOf(shape) === 1 || isVector(shape, target))) return false;
  const lacking = (layout: 'plain' | 'rows'): number =>
    whole.filter(({ id }) => {
      const there = id === null ? null : builder.layouts(id);
      return there !== null && !there.has(layout) && !(layout === 'plain' && there.size === 0);
    }).length;
  return lacking('rows') < lacking('plain');
}

/** Emits the node in rows; gives its name. */
export function placeInRows(
  builder: Builder,
  operands: readonly Operand[],
  { target, emit }: { readonly target: Shape; readonly emit: (...operands: string[]) => string },
): string {
  const block = builder.block ?? 1;
  const [rows, columns] = matrixOf(target);
  const split = operands.some(({ shape }) => !sameShape(shape, target) && sizeOf(shape) > 1);
  const name = emit(
    ...operands.map(({ id, name: plain, shape }) => {
      if (id !== null && sameShape(shape, target)) {
        const whole = builder.get(id, 'rows');
        return split ? builder.reshape(whole, [columns / block, rows, block]) : whole;
      }
      return sizeOf(shape) === 1 ? plain() : builder.reshape(plain(), [columns / block, 1, block]);
    }),
  );
  return split ? builder.reshape(name, rowsShape(target)) : name;
}
