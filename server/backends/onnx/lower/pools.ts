import type { Builder, Lowering } from '../builder.ts';
import {
  blockedAverageGradient,
  blockedMaxGradient,
  blockedPool,
  poolsBlocked,
  tiles,
} from './blocked/pools.ts';
import { lowering, type Call } from './call.ts';
import {
  backwardAttributes,
  flippedMargin,
  forwardAttributes,
  poolGeometry,
  reach,
  type Geometry,
  type Window,
} from './geometry.ts';

interface Pooling extends Window {
  readonly filterSize: number | [number, number];
}

/** ONNX Runtime refuses margins as wide as the window. */
const fits = (geometry: Geometry): boolean => {
  const { kernel_shape: taps, pads } = forwardAttributes(geometry);
  return pads.every((zeros, side) => zeros < (taps[side % 2] ?? 1));
};

const pool = (kernel: string, op: 'MaxPool' | 'AveragePool'): Lowering =>
  lowering<Pooling>(kernel, (call) => {
    const geometry = poolGeometry(call.value('x').shape, call.attributes);
    if (!fits(geometry) || call.output.dtype !== 'float32') return false;
    if (poolsBlocked(call, 'x')) blockedPool(call, op, geometry);
    else call.give(call.builder.emit(op, [call.read('x', 'nchw')], forwardAttributes(geometry)), 'nchw');
  });

/**
 * Gradient of average pooling: each place's share of the windows that saw it, where a share is 1 / window size at the
 * borders as well, as in TensorFlow.js's cpu.
 */
function averaged(call: Call<unknown>, geometry: Geometry): void {
  const { builder } = call;
  const { batch, channels, rows, columns } = geometry;
  const size = rows.taps * columns.taps;
  if (tiles(rows) && tiles(columns)) {
    const share = builder.emit('Mul', [call.read('dy'), builder.float(1 / size)]);
    if (rows.outputs * columns.outputs === 1) {
      builder.repeat(call.result, { name: share, shape: [batch, 1, 1, channels] });
      return;
    }
    const apart = builder.reshape(share, [batch, rows.outputs, 1, columns.outputs, 1, channels]);
    const whole = [batch, rows.outputs, rows.taps, columns.outputs, columns.taps, channels];
    const spread = builder.emit('Expand', [apart, builder.ints(whole)]);
    call.give(builder.reshape(spread, call.output.shape));
    return;
  }
  const dy = call.read('dy', 'nchw');
  const down = flippedMargin(rows);
  const across = flippedMargin(columns);
  if (down && across) {
    // At stride 1 the windows that saw a place are a window again.
    const pads = [down[0], across[0], down[1], across[1]];
    const attributes = { kernel_shape: [rows.taps, columns.taps], count_include_pad: 1, pads };
    if (pads.every((zeros, side) => zeros < (attributes.kernel_shape[side % 2] ?? 1))) {
      call.give(builder.emit('AveragePool', [dy], attributes), 'nchw');
      return;
    }
  }
  const each = builder.reshape(dy, [batch * channels, 1, rows.outputs, columns.outputs]);
  const shares = builder.float(
    Array.from({ length: size }, () => 1 / size),
    [1, 1, rows.taps, columns.taps],
  );
  const spread = builder.emit('ConvTranspose', [each, shares], backwardAttributes(geometry));
  call.give(builder.reshape(spread, [batch, channels, rows.size, columns.size]), 'nchw');
}

/** The gradient goes to the first largest value of a window in reading order, which is the one that MaxPool finds. */
function toLargest(builder: Builder, { x, dy }: { x: string; dy: string }, geometry: Geometry): string {
  const { batch, channels, rows, columns } = geometry;
  const [, found = ''] = builder.emitAll('MaxPool', [x], forwardAttributes(geometry), { outputs: 2 });
  const shape = [batch, channels, rows.size, columns.size];
  const size = batch * channels * rows.size * columns.size;
  const zeros = builder.emit('Expand', [builder.float(0), builder.ints([size])]);
  const flat = [found, dy].map((name) => builder.reshape(name, [-1]));
  const overlap = reach(rows) > rows.stride || reach(columns) > columns.stride;
  const sum = builder.emit('ScatterElements', [zeros, ...flat], {
    axis: 0,
    ...(overlap && { reduction: 'add' }),
  });
  return builder.reshape(sum, shape);
}

/** Pooling and its gradients, on images in [batch, channels, height, width]. */
export const pools: readonly Lowering[] = [
  pool('MaxPool', 'MaxPool'),
  pool('AvgPool', 'AveragePool'),
  lowering<Pooling>('MaxPoolGrad', (call) => {
    const geometry = poolGeometry(call.output.shape, call.attributes);
    if (!fits(geometry)) return false;
    if (poolsBlocked(call, 'input') && tiles(geometry.rows) && tiles(geometry.columns)) {
      blockedMaxGradient(call, geometry);
      return;
    }
    const images = { x: call.read('input', 'nchw'), dy: call.read('dy', 'nchw') };
    call.give(toLargest(call.builder, images, geometry), 'nchw');
  }),
  lowering<Pooling>('AvgPoolGrad', (call) => {
    const geometry = poolGeometry(call.output.shape, call.attributes);
    if (poolsBlocked(call, 'dy') && tiles(geometry.rows) && tiles(geometry.columns))
      blockedAverageGradient(call, geometry);
    else averaged(call, geometry);
  }),
];
