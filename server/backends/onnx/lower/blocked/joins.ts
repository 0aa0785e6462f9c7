import { sameShape, sizeOf } from '../../../../distill/tensors.ts';
import type { ValueId } from '../../../recording/graph.ts';
import type { Builder } from '../../builder.ts';
import type { Ends, Held, HeldConvolution, Phases } from '../../held.ts';
import type { Call } from '../call.ts';

/** The name of a value that is a number a channel, as [channels]; null where it is something else. */
function perChannel(builder: Builder, id: ValueId, channels: number): string | null {
  const repeated = builder.repeated(id);
  const shape = repeated?.shape ?? builder.value(id).shape;
  if (channels === 1 || sizeOf(shape) !== channels || shape.at(-1) !== channels) return null;
  return builder.reshape(repeated?.name ?? builder.get(id), [channels]);
}

const extend = (held: HeldConvolution, ends: Ends): HeldConvolution => ({
  ...held,
  ends: { ...held.ends, ...ends },
});

/** What is held for `id` when the image `other` is added in its node; null where that can't be. */
function plus(builder: Builder, id: ValueId, other: ValueId): Held | null {
  const held = builder.held(id);
  if (held === null || !builder.layouts(other).has('blocked')) return null;
  if (held.kind === 'convolution') {
    if (held.ends.sum !== undefined || held.ends.relu !== undefined) return null;
    return extend(held, { sum: builder.get(other, 'blocked') });
  }
  const added = builder.held(other);
  if (added?.kind === 'phases' && sameShape(added.strides, held.strides))
    return { ...held, emit: (sums: Phases | null) => held.emit(added.emit(sums)) };
  if (Math.max(...held.strides) > 1) return null;
  return {
    kind: 'convolution',
    ends: { sum: builder.get(other, 'blocked') },
    emit: ({ sum }) => held.join(held.emit([[sum ?? null]])),
  };
}

/** The two inputs of a node, in both orders. */
const orders = (call: Call<unknown>): readonly (readonly [ValueId, ValueId])[] => {
  const [a, b] = call.ids;
  return a === undefined || b === undefined
    ? []
    : [
        [a, b],
        [b, a],
      ];
};

/** Puts the sum of an image and another, or of a number a channel, into the convolution that makes it. */
export function joinAdd(call: Call<unknown>): boolean {
  const { builder, output } = call;
  if (builder.block === null || call.ids.length !== 2 || output.shape.length !== 4) return false;
  for (const [id, other] of orders(call)) {
    const held = builder.held(id);
    if (held === null) continue;
    const shapes = [id, other].map((each) => builder.value(each).shape);
    if (shapes.every((shape) => sameShape(shape, output.shape))) {
      const sum = plus(builder, id, other);
      if (sum !== null) {
        builder.hold(call.result, sum);
        return true;
      }
    }
    if (held.kind !== 'convolution' || held.ends.relu !== undefined) continue;
    const bias = perChannel(builder, other, output.shape[3] ?? 1);
    if (bias === null) continue;
    const before = held.ends.bias;
    builder.hold(
      call.result,
      extend(held, { bias: before === undefined ? bias : builder.emit('Add', [before, bias]) }),
    );
    return true;
  }
  return false;
}

/** Puts a factor a channel into the convolution that makes the image. */
export function joinMultiply(call: Call<unknown>): boolean {
  const { builder, output } = call;
  if (builder.block === null || output.shape.length !== 4) return false;
  for (const [id, other] of orders(call)) {
    const held = builder.held(id);
    if (held?.kind !== 'convolution' || held.ends.relu !== undefined || held.ends.sum !== undefined) continue;
    const factor = perChannel(builder, other, output.shape[3] ?? 1);
    if (factor === null) continue;
    const times = (name?: string): string | undefined =>
      name === undefined ? undefined : builder.emit('Mul', [name, factor]);
    const bias = times(held.ends.bias);
    const scale = times(held.ends.scale) ?? factor;
    builder.hold(call.result, extend(held, { scale, ...(bias !== undefined && { bias }) }));
    return true;
  }
  return false;
}

/** Puts a ReLU into the convolution that makes its input. */
export function joinRelu(call: Call<unknown>): boolean {
  const { builder } = call;
  const held = builder.held(call.id('x'));
  if (held?.kind !== 'convolution' || held.ends.relu !== undefined) return false;
  builder.hold(call.result, extend(held, { relu: true }));
  return true;
}
