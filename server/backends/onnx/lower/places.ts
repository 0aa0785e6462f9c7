import type { DataType } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import { elementType, type Lowering } from '../builder.ts';
import { lowering, type Call } from './call.ts';

interface Gather {
  readonly axis: number;
  readonly batchDims: number;
}

/** Rows of each sample: places count from the sample's first row in the list of all rows. */
function gatherInBatch(call: Call<Gather>, axis: number): string {
  const { builder, attributes, output } = call;
  const { shape } = call.value('x');
  const places = call.value('indices').shape;
  const { batchDims } = attributes;
  const batch = sizeOf(shape.slice(0, batchDims));
  const outer = sizeOf(shape.slice(batchDims, axis));
  const size = shape[axis] ?? 1;
  const inner = sizeOf(shape.slice(axis + 1));
  const count = sizeOf(places.slice(batchDims));
  const split = builder.reshape(call.read('x'), [batch, outer, size, inner]);
  const turned = outer === 1 ? split : builder.emit('Transpose', [split], { perm: [0, 2, 1, 3] });
  const rows = builder.reshape(turned, [batch * size, outer * inner]);
  const first = builder.constant(
    Int32Array.from({ length: batch }, (_, sample) => sample * size),
    [batch, 1],
    'int32',
  );
  const indices = builder.emit('Add', [builder.reshape(call.read('indices'), [batch, count]), first]);
  const found = builder.emit('Gather', [rows, indices], { axis: 0 });
  if (outer === 1) return builder.reshape(found, output.shape);
  const back = builder.reshape(found, [batch, count, outer, inner]);
  return builder.reshape(builder.emit('Transpose', [back], { perm: [0, 2, 1, 3] }), output.shape);
}

interface OneHot {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
}

interface Range {
  readonly start: number;
  readonly step: number;
  readonly dtype: DataType;
}

/** Kernels that find elements by number, or make them from nothing. */
export const places: readonly Lowering[] = [
  lowering<Gather>('GatherV2', (call) => {
    const { builder, attributes } = call;
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...call.value('x').shape]);
    if (call.value('indices').dtype !== 'int32') return false;
    call.give(
      attributes.batchDims > 0
        ? gatherInBatch(call, axis)
        : builder.emit('Gather', [call.read('x'), call.read('indices')], { axis }),
    );
  }),
  // ONNX counts negative numbers from the end; TensorFlow.js has no hot place for them.
  lowering<OneHot>('OneHot', (call) => {
    const { builder, output, attributes } = call;
    const { depth, onValue, offValue } = attributes;
    if (output.dtype === 'bool') return false;
    const whole = (value: number, shape: readonly number[]): string =>
      builder.constant(Int32Array.of(value), shape, 'int32');
    const indices = call.read('indices');
    const negative = builder.emit('Less', [indices, whole(0, [])]);
    const hot = builder.emit('Where', [negative, whole(depth, []), indices]);
    const values = builder.float([offValue, onValue]);
    const name = builder.emit('OneHot', [hot, whole(depth, [1]), values], { axis: -1 });
    call.give(output.dtype === 'float32' ? name : builder.cast(name, elementType(output.dtype)));
  }),
  lowering<{ readonly value: number }>('Fill', (call) => {
    const { builder, output, attributes } = call;
    if (output.dtype === 'string') return false;
    builder.repeat(call.result, { name: call.scalar(attributes.value, output), shape: [] });
  }),
  lowering<Range>('Range', (call) => {
    const { builder, output, attributes } = call;
    const { start, step } = attributes;
    const values = Array.from({ length: output.shape[0] ?? 0 }, (_, index) => start + index * step);
    const data = output.dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    call.give(builder.constant(data, output.shape, output.dtype === 'int32' ? 'int32' : 'float32'));
  }),
];
