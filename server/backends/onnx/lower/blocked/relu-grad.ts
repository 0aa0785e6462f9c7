import type { Builder, Repeated } from '../../builder.ts';
import { lowering, type Call } from '../call.ts';
import { blockedView, elementwise } from '../placement.ts';
import { nchwc } from './nchwc.ts';

/** From this on a value of the ReLU counts as positive in full. */
const least = 1e-30;

/** 1 where a blocked image is positive, 0 elsewhere, in one pass: a depthwise convolution of one tap, clipped. */
function positive(builder: Builder, y: string, channels: number): string {
  const factors = builder.float(
    Array.from({ length: channels }, () => 1 / least),
    [channels, 1, 1, 1],
  );
  return nchwc(builder, 'Conv', [y, factors], {
    group: channels,
    kernel_shape: [1, 1],
    activation: 'Clip',
    activation_params: { floats: [0, 1] },
  });
}

/** dy, and the mask beside it: whole, or a number a sample and channel that the gradient of a mean repeats. */
function besideMask(call: Call<unknown>, mask: string, repeated: Repeated | null): [string, string] {
  const { builder, output } = call;
  const [batch = 1, , , channels = 1] = output.shape;
  if (repeated?.shape.join() !== [batch, 1, 1, channels].join()) return [call.read('dy', 'blocked'), mask];
  const block = builder.block ?? 1;
  return [
    builder.reshape(repeated.name, blockedView(repeated.shape, block)),
    builder.reshape(mask, blockedView(output.shape, block)),
  ];
}

/** The gradient of a ReLU from its output: dy where that is positive. */
export const reluGrad = lowering('ReluGrad', (call) => {
  const { builder } = call;
  const y = call.id('y');
  const { shape, dtype } = call.value('y');
  if (dtype !== 'float32') return false;
  if (builder.block === null || shape.length !== 4 || !builder.layouts(y).has('blocked')) {
    elementwise(call, [y, call.id('dy')], (value, dy = '') =>
      builder.emit('Mul', [dy, builder.cast(builder.emit('Greater', [value, builder.float(0)]), 'float32')]),
    );
    return;
  }
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const mask = positive(builder, builder.get(y, 'blocked'), channels);
  const repeated = builder.repeated(call.id('dy'));
  const product = builder.emit('Mul', besideMask(call, mask, repeated));
  const claimed = [batch, channels, height, width];
  call.give(repeated === null ? product : builder.reshape(product, claimed), 'blocked');
});
