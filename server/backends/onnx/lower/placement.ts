import { broadcast_util } from '@tensorflow/tfjs-core';
import { sameShape, sizeOf, type Shape } from '../../../distill/tensors.ts';
import type { ValueId } from '../../recording/graph.ts';
import type { Builder, Layout, Repeated } from '../builder.ts';
import type { Call } from './call.ts';
import { placeInRows, prefersRows } from './matrix-placement.ts';

export interface Operand {
  /** Null for a tensor that is none of the recorded values. */
  readonly id: ValueId | null;
  /** In plain layout; brought about only where it is read so. */
  readonly name: () => string;
  /** Of what is read: less than the value's where it only repeats a smaller tensor. */
  readonly shape: Shape;
}

const asFour = (shape: Shape): Shape => [...Array.from({ length: 4 - shape.length }, () => 1), ...shape];

/** Whether an operand can be brought beside images of another layout by renaming its axes. */
function renamable(shape: Shape, target: Shape): boolean {
  const [, height, width, channels] = asFour(shape);
  return sameShape(shape, target) || channels === 1 || (height === 1 && width === 1);
}

/** The layout in which an elementwise node runs: that of its images. */
function layoutFor(builder: Builder, operands: readonly Operand[], target: Shape): Layout {
  if (target.length !== 4 || !operands.every(({ shape }) => renamable(shape, target))) return 'plain';
  const images = operands.filter(({ shape }) => sameShape(shape, target));
  const there = (layout: Layout): boolean =>
    images.some(({ id }) => id !== null && builder.layouts(id).has(layout));
  return there('blocked') ? 'blocked' : there('nchw') ? 'nchw' : 'plain';
}

/** [batch, height, width, channels] as its numbers lie in the blocked layout. */
export function blockedView([n = 1, h = 1, w = 1, c = 1]: Shape, block: number): Shape {
  return c === 1 ? [n, 1, h, w, 1] : [n, c / block, h, w, block];
}

function operandOf(builder: Builder, given: ValueId | Repeated): Operand {
  if (typeof given !== 'number') return { id: null, name: () => given.name, shape: given.shape };
  const repeated = builder.repeated(given);
  return {
    id: given,
    name: () => repeated?.name ?? builder.get(given),
    shape: repeated?.shape ?? builder.value(given).shape,
  };
}

/**
 * Emits an elementwise node. `emit` gets the operands, which broadcast to the output's shape, and gives its name;
 * operands are recorded values, or tensors that were made on the way to this node and are smaller than the output.
 */
export function elementwise(
  call: Call<unknown>,
  given: readonly (ValueId | Repeated)[],
  emit: (...operands: string[]) => string,
): void {
  const { builder } = call;
  const target = call.output.shape;
  const operands = given.map((each) => operandOf(builder, each));
  const reached = operands.reduce<Shape>(
    (shape, operand) => broadcast_util.assertAndGetBroadcastShape([...shape], [...operand.shape]),
    [],
  );
  if (sizeOf(reached) < sizeOf(target)) {
    const name = emit(...operands.map(({ name }) => name()));
    builder.repeat(call.result, { name, shape: reached });
    return;
  }
  if (prefersRows(builder, operands, target)) {
    call.give(placeInRows(builder, operands, { target, emit }), 'rows');
    return;
  }
  const layout = layoutFor(builder, operands, target);
  if (layout === 'plain') {
    call.give(emit(...operands.map(({ name }) => name())));
    return;
  }
  const split =
    layout === 'blocked' && operands.some(({ shape }) => !sameShape(shape, target) && sizeOf(shape) > 1);
  const place = ({ id, name: plain, shape }: Operand): string => {
    const whole = sameShape(shape, target) && id !== null;
    if (!whole && sizeOf(shape) === 1) return plain();
    const name = whole ? builder.get(id, layout) : plain();
    if (split) return builder.reshape(name, blockedView(asFour(shape), builder.block ?? 1));
    const [n = 1, h = 1, w = 1, c = 1] = asFour(shape);
    return whole ? name : builder.reshape(name, n === 1 && h * w === 1 ? [c, 1, 1] : [n, c, h, w]);
  };
  const name = emit(...operands.map(place));
  const [n = 1, h = 1, w = 1, c = 1] = target;
  call.give(split ? builder.reshape(name, [n, c, h, w]) : name, layout);
}
