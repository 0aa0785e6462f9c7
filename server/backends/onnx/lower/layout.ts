import { slice_util, util } from '@tensorflow/tfjs-core';
import { sameShape, sizeOf, type Shape } from '../../../distill/tensors.ts';
import type { ValueId } from '../../recording/graph.ts';
import type { Layout, Lowering } from '../builder.ts';
import { lowering, type Call } from './call.ts';

/** Axes of an image where it lies, for an operation that doesn't touch the order of its numbers. */
const nchwAxis = [0, 2, 3, 1] as const;

/** Where input `x` of an operation along axes is read, and which axis is which there. */
function seat(call: Call<unknown>): { layout: Layout; axisOf: (axis: number) => number } {
  const nchw = call.builder.layouts(call.id('x')).has('nchw');
  return nchw
    ? { layout: 'nchw', axisOf: (axis) => nchwAxis[axis] ?? axis }
    : { layout: 'plain', axisOf: (axis) => axis };
}

/** The same numbers under other sizes. */
function renamed(call: Call<unknown>, input: string): void {
  const { builder, output } = call;
  const id = call.id(input);
  const from = builder.value(id).shape;
  const repeated = builder.repeated(id);
  if (sameShape(from, output.shape)) builder.share(call.result, id);
  else if (repeated !== null && sizeOf(repeated.shape) === 1)
    builder.repeat(call.result, { name: builder.reshape(repeated.name, []), shape: [] });
  else if (!stayedMatrix(call, id)) call.give(builder.reshape(builder.get(id), output.shape));
}

/** Leading axes that become others leave the rows of a matrix as they are. */
function stayedMatrix({ builder, result, output }: Call<unknown>, id: ValueId): boolean {
  const from = builder.value(id).shape;
  const there = builder.layouts(id);
  const ranks = [from.length, output.shape.length];
  if (ranks.some((rank) => rank < 2 || rank > 3) || from.at(-1) !== output.shape.at(-1)) return false;
  if (!there.has('rows')) return false;
  if (there.has('plain')) builder.set(result, builder.reshape(builder.get(id), output.shape));
  builder.set(result, builder.get(id, 'rows'), 'rows');
  return true;
}

interface Cut {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
}

/** Steps backwards end before the first place, which ONNX writes as the least number it has. */
const beforeAll = -(2 ** 31);

/** Part of input `x`, by [begin, end) on each axis. Leaves out the axes that stay whole. */
function cut(call: Call<unknown>, { begin, end, strides }: Cut, { layout, axisOf } = seat(call)): string {
  const { builder } = call;
  const { shape } = call.value('x');
  const name = call.read('x', layout);
  const touched = shape
    .map((_, axis) => axis)
    .filter((axis) => begin[axis] !== 0 || (end[axis] ?? 0) < (shape[axis] ?? 0) || strides[axis] !== 1);
  if (touched.length === 0) return name;
  const at = (values: readonly number[]): string => builder.ints(touched.map((axis) => values[axis] ?? 0));
  const ends = end.map((value, axis) => ((strides[axis] ?? 1) < 0 && value < 0 ? beforeAll : value));
  return builder.emit('Slice', [name, at(begin), at(ends), builder.ints(touched.map(axisOf)), at(strides)]);
}

interface StridedSlice {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

type Paddings = readonly (readonly [number, number])[];

/** Axes that get something before or after them. */
const padded = (paddings: Paddings): number[] =>
  paddings.flatMap(([before, after], axis) => (before + after > 0 ? [axis] : []));

const slices: readonly Lowering[] = [
  lowering<{ readonly begin: number[]; readonly size: number[] }>('Slice', (call) => {
    const { shape } = call.value('x');
    const at = call.attributes;
    // Only the shape of its tensor is looked at.
    const x = { dataId: {}, shape: [...shape], dtype: call.output.dtype };
    const [begin = [], size = []] = slice_util.parseSliceParams(x, at.begin, at.size);
    const end = begin.map((first, axis) => first + (size[axis] ?? 0));
    const where = seat(call);
    call.give(cut(call, { begin, end, strides: begin.map(() => 1) }, where), where.layout);
  }),
  lowering<StridedSlice>('StridedSlice', (call) => {
    const { builder, output, attributes: at } = call;
    const { begin, end, strides } = slice_util.sliceInfo(
      [...call.value('x').shape],
      at.begin,
      at.end,
      at.strides,
      at.beginMask,
      at.endMask,
      at.ellipsisMask,
      at.newAxisMask,
      at.shrinkAxisMask,
    );
    const where = { layout: 'plain' as const, axisOf: (axis: number) => axis };
    call.give(builder.reshape(cut(call, { begin, end, strides }, where), output.shape));
  }),
  lowering<{ readonly dims: number[] }>('Reverse', (call) => {
    const { shape } = call.value('x');
    const turned = new Set(util.parseAxisParam(call.attributes.dims, [...shape]));
    const on = (there: number, otherwise: (axis: number) => number) =>
      shape.map((_, axis) => (turned.has(axis) ? there : otherwise(axis)));
    const where = seat(call);
    const whole = {
      begin: on(-1, () => 0),
      end: on(-1, (axis) => shape[axis] ?? 0),
      strides: on(-1, () => 1),
    };
    call.give(cut(call, whole, where), where.layout);
  }),
];

/** Place on an axis of `size` of a place that lies outside, mirrored at the edge. */
function mirrored(place: number, size: number, edgeTwice: boolean): number {
  const shift = edgeTwice ? 1 : 0;
  if (place < 0) return -place - shift;
  return place >= size ? 2 * size - 2 - place + shift : place;
}

const paddings: readonly Lowering[] = [
  lowering<{ readonly paddings: Paddings; readonly constantValue: number }>('PadV2', (call) => {
    const { builder, output, attributes } = call;
    const axes = padded(attributes.paddings);
    if (axes.length === 0) {
      builder.share(call.result, call.id('x'));
      return;
    }
    const where = seat(call);
    // For every axis: ONNX Runtime 1.30 moves transposes past a Pad of some axes as if it were one of all.
    const pads = Array.from({ length: 2 * output.shape.length }, () => 0);
    attributes.paddings.forEach(([before, after], axis) => {
      pads[where.axisOf(axis)] = before;
      pads[where.axisOf(axis) + output.shape.length] = after;
    });
    const value = call.scalar(attributes.constantValue, output);
    const inputs = [call.read('x', where.layout), builder.ints(pads), value];
    call.give(builder.emit('Pad', inputs), where.layout);
  }),
  lowering<{ readonly paddings: Paddings; readonly mode: 'reflect' | 'symmetric' }>('MirrorPad', (call) => {
    const { builder, attributes } = call;
    const { shape } = call.value('x');
    const name = padded(attributes.paddings).reduce((image, axis) => {
      const [before, after] = attributes.paddings[axis] ?? [0, 0];
      const size = shape[axis] ?? 1;
      const places = Array.from({ length: before + size + after }, (_, index) =>
        mirrored(index - before, size, attributes.mode === 'symmetric'),
      );
      return builder.emit('Gather', [image, builder.ints(places)], { axis });
    }, call.read('x'));
    call.give(name);
  }),
];

const joined: readonly Lowering[] = [
  lowering<{ readonly axis: number }>('Concat', (call) => {
    const { builder, output, attributes } = call;
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...output.shape]);
    const [only] = call.ids;
    if (call.ids.length === 1 && only !== undefined) {
      builder.share(call.result, only);
      return;
    }
    const nchw = call.ids.every((id) => builder.layouts(id).has('nchw'));
    const layout = nchw ? 'nchw' : 'plain';
    const parts = call.ids.map((id) => builder.get(id, layout));
    call.give(builder.emit('Concat', parts, { axis: nchw ? (nchwAxis[axis] ?? axis) : axis }), layout);
  }),
  lowering<{ readonly axis: number }>('Pack', (call) => {
    const { builder, output, attributes } = call;
    const axis = attributes.axis < 0 ? attributes.axis + output.shape.length : attributes.axis;
    const slice = output.shape.map((size, index) => (index === axis ? 1 : size));
    const parts = call.ids.map((id) => builder.reshape(builder.get(id), slice));
    call.give(builder.emit('Concat', parts, { axis }));
  }),
];

/** A scalar position for Gather. */
const position = ({ builder }: Call<unknown>, index: number): string =>
  builder.constant(Int32Array.of(index), [], 'int32');

const split: readonly Lowering[] = [
  lowering<{ readonly axis: number }>('Unpack', (call) => {
    const { builder, attributes, made } = call;
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...call.value('value').shape]);
    const whole = call.read('value');
    made.forEach((id, index) => {
      if (builder.users(id) > 0)
        builder.set(id, builder.emit('Gather', [whole, position(call, index)], { axis }));
    });
  }),
  lowering<{ readonly axis: number }>('SplitV', (call) => {
    const { builder, attributes, made } = call;
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...call.value('x').shape]);
    const sizes = made.map((id) => builder.value(id).shape[axis] ?? 0);
    const parts = builder.emitAll(
      'Split',
      [call.read('x'), builder.ints(sizes)],
      { axis },
      { outputs: made.length },
    );
    made.forEach((id, index) => builder.set(id, parts[index] ?? ''));
  }),
];

/** Axes in their order but for those of one place, which may be anywhere. */
const onlyRenames = (perm: readonly number[], shape: Shape): boolean => {
  const real = perm.filter((axis) => shape[axis] !== 1);
  return real.every((axis, index) => index === 0 || axis > (real[index - 1] ?? 0));
};

/** Kernels that move elements or only rename their axes. */
export const layout: readonly Lowering[] = [
  ...slices,
  ...paddings,
  ...joined,
  ...split,
  lowering('Identity', (call) => {
    call.builder.share(call.result, call.id('x'));
  }),
  lowering('Reshape', (call) => {
    renamed(call, 'x');
  }),
  lowering('ExpandDims', (call) => {
    renamed(call, 'input');
  }),
  lowering<{ readonly perm: number[] }>('Transpose', (call) => {
    const { builder, attributes } = call;
    if (onlyRenames(attributes.perm, call.value('x').shape)) renamed(call, 'x');
    else call.give(builder.emit('Transpose', [call.read('x')], { perm: attributes.perm }));
  }),
  lowering<{ readonly reps: number[] }>('Tile', (call) => {
    const { builder, attributes } = call;
    const x = call.value('x');
    if (attributes.reps.every((count, axis) => count === 1 || x.shape[axis] === 1))
      builder.repeat(call.result, builder.repeated(call.id('x')) ?? { name: call.read('x'), shape: x.shape });
    else call.give(builder.emit('Tile', [call.read('x'), builder.ints(attributes.reps)]));
  }),
  lowering<{ readonly blockSize: number; readonly dataFormat: string }>('DepthToSpace', (call) => {
    const { blockSize: blocksize, dataFormat } = call.attributes;
    if (dataFormat !== 'NHWC') return false;
    call.give(
      call.builder.emit('DepthToSpace', [call.read('x', 'nchw')], { blocksize, mode: 'DCR' }),
      'nchw',
    );
  }),
];
