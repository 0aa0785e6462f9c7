import { util } from '@tensorflow/tfjs-core';
import { sizeOf, type Shape } from '../../../distill/tensors.ts';
import { elementType, type Lowering } from '../builder.ts';
import { nchwc } from './blocked/nchwc.ts';
import { lowering, type Call } from './call.ts';
import { blockedView } from './placement.ts';

interface Axes {
  readonly axis: number | number[];
}

/** Axes of [batch, height, width, channels] in [batch, channels, height, width]. */
const nchwAxes = [0, 2, 3, 1] as const;

/** What is left of an image has its axes in the same order in every layout. */
const orderless = (axes: readonly number[]): boolean =>
  axes.includes(3) || (axes.includes(1) && axes.includes(2));

interface Reduction {
  /** ONNX's operator; applied to parts and then to their results it gives the same. */
  readonly op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd';
  readonly axes: readonly number[];
  /** What is done before to every element. */
  readonly prepare?: (name: string) => string;
}

const sameName = (name: string): string => name;

/** The reduction of input `x`, without layout: row-major with the output's shape. Runs in the layout in which `x` lies. */
function reduced(call: Call<unknown>, { op, axes, prepare = sameName }: Reduction): string {
  const { builder, output } = call;
  const id = call.id('x');
  const { shape } = builder.value(id);
  const keepdims = output.shape.length === shape.length ? 1 : 0;
  const over = (name: string, places: readonly number[], keep: number): string =>
    builder.emit(op, [name, builder.ints(places)], { keepdims: keep });
  const layouts = builder.layouts(id);
  const images = shape.length === 4 && orderless(axes);
  if (images && layouts.has('blocked') && axes.includes(1) && axes.includes(2) && !axes.includes(3)) {
    const plain = prepare === sameName && (op === 'ReduceMean' || op === 'ReduceSum');
    if (plain && axes.length === 2 && output.dtype === 'float32') {
      const means = nchwc(builder, 'GlobalAveragePool', [builder.get(id, 'blocked')]);
      const count = builder.float((shape[1] ?? 1) * (shape[2] ?? 1));
      return builder.reshape(op === 'ReduceMean' ? means : builder.emit('Mul', [means, count]), output.shape);
    }
    // ONNX Runtime is quick at neighbouring axes only: places first, then images.
    const view = builder.reshape(builder.get(id, 'blocked'), blockedView(shape, builder.block ?? 1));
    const places = over(prepare(view), [2, 3], 0);
    return builder.reshape(axes.includes(0) ? over(places, [0], 0) : places, output.shape);
  }
  if (images && layouts.has('nchw')) {
    const turned = axes.map((axis) => nchwAxes[axis] ?? axis).sort((a, b) => a - b);
    const name = over(prepare(builder.get(id, 'nchw')), turned, 0);
    return keepdims === 1 ? builder.reshape(name, output.shape) : name;
  }
  return over(prepare(builder.get(id)), axes, keepdims);
}

const axesOf = (axis: number | number[], shape: Shape): number[] =>
  util.parseAxisParam(axis, [...shape]).sort((a, b) => a - b);

/** Nothing to reduce over: the input itself. */
function unchanged(call: Call<unknown>): void {
  const { builder, output } = call;
  if (call.value('x').dtype === output.dtype) builder.share(call.result, call.id('x'));
  else call.give(builder.cast(call.read('x'), elementType(output.dtype)));
}

const reduction = (
  kernel: string,
  op: Reduction['op'],
  axis: (attributes: Axes & { readonly reductionIndices: number | number[] }) => number | number[] = (each) =>
    each.axis,
): Lowering =>
  lowering<Axes & { readonly reductionIndices: number | number[] }>(kernel, (call) => {
    const { builder, output } = call;
    const x = call.value('x');
    const axes = axesOf(axis(call.attributes), x.shape);
    const type = elementType(output.dtype);
    if (axes.length === 0) unchanged(call);
    else if (type === 'bool') return false;
    else
      call.give(
        reduced(call, {
          op,
          axes,
          ...(x.dtype !== output.dtype && { prepare: (name: string) => builder.cast(name, type) }),
        }),
      );
  });

/** All is the least, Any the greatest of zeros and ones. */
const logical = (kernel: string, op: 'ReduceMin' | 'ReduceMax'): Lowering =>
  lowering<Axes>(kernel, (call) => {
    const { builder } = call;
    const axes = axesOf(call.attributes.axis, call.value('x').shape);
    const prepare = (name: string): string => builder.cast(name, 'int32');
    if (axes.length === 0) unchanged(call);
    else call.give(builder.cast(reduced(call, { op, axes, prepare }), 'bool'));
  });

const position = (kernel: 'ArgMax' | 'ArgMin'): Lowering =>
  lowering<Axes>(kernel, (call) => {
    const { builder } = call;
    const x = call.value('x');
    const [axis] = axesOf(call.attributes.axis, x.shape);
    if (axis === undefined || x.dtype === 'bool') return false;
    call.give(builder.cast(builder.emit(kernel, [call.read('x')], { axis, keepdims: 0 }), 'int32'));
  });

interface Running {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Elements of the table that a running product is made of; a larger one is not worth it. */
const largestTable = 1 << 22;

export const reductions: readonly Lowering[] = [
  reduction('Sum', 'ReduceSum'),
  reduction('Mean', 'ReduceMean'),
  reduction('Prod', 'ReduceProd'),
  reduction('Min', 'ReduceMin'),
  reduction('Max', 'ReduceMax', ({ reductionIndices }) => reductionIndices),
  logical('All', 'ReduceMin'),
  logical('Any', 'ReduceMax'),
  position('ArgMax'),
  position('ArgMin'),
  lowering<Running>('Cumsum', (call) => {
    const { builder, attributes } = call;
    const [axis = 0] = axesOf(attributes.axis, call.value('x').shape);
    if (call.output.dtype === 'bool') return false;
    const flags = { exclusive: attributes.exclusive ? 1 : 0, reverse: attributes.reverse ? 1 : 0 };
    call.give(builder.emit('CumSum', [call.read('x'), builder.ints([axis])], flags));
  }),
  // ONNX has none: the product over a triangle of a table of copies, one a place.
  lowering<Running>('Cumprod', (call) => {
    const { builder, output, attributes } = call;
    const { shape } = call.value('x');
    const [axis = 0] = axesOf(attributes.axis, shape);
    const size = shape[axis] ?? 1;
    if (sizeOf(shape) * size > largestTable || output.dtype === 'bool') return false;
    const inner = sizeOf(shape.slice(axis + 1));
    const used = Array.from({ length: size * size }, (_, index) => {
      const [to, from] = [Math.floor(index / size), index % size];
      const distance = attributes.reverse ? from - to : to - from;
      return distance >= (attributes.exclusive ? 1 : 0) ? 1 : 0;
    });
    const triangle = builder.constant(Uint8Array.from(used), [size, size, 1], 'bool');
    const rows = builder.reshape(call.read('x'), [sizeOf(shape.slice(0, axis)), 1, size, inner]);
    const table = builder.emit('Where', [triangle, rows, call.scalar(1, output)]);
    const product = builder.emit('ReduceProd', [table, builder.ints([2])], { keepdims: 0 });
    call.give(builder.reshape(product, shape));
  }),
  lowering<{ readonly k: number }>('TopK', (call) => {
    const { builder, attributes, made } = call;
    const [values = '', places = ''] = builder.emitAll(
      'TopK',
      [call.read('x'), builder.ints([attributes.k])],
      {},
      { outputs: 2 },
    );
    const [valuesId, placesId] = made;
    if (valuesId !== undefined) builder.set(valuesId, values);
    if (placesId !== undefined && builder.users(placesId) > 0)
      builder.set(placesId, builder.cast(places, 'int32'));
  }),
  lowering<{ readonly dim: number }>('Softmax', (call) => {
    call.give(call.builder.emit('Softmax', [call.read('logits')], { axis: call.attributes.dim }));
  }),
  // The gradient of gather: rows that belong to no segment are dropped. ScatterND would race (engine.md).
  lowering<{ readonly numSegments: number }>('UnsortedSegmentSum', (call) => {
    const { builder, output } = call;
    const { shape } = call.value('x');
    const ids = call.read('segmentIds');
    const rows = [shape[0] ?? 0, ...shape.slice(1).map(() => 1)];
    const [least, greatest] = [0, call.attributes.numSegments - 1].map((bound) =>
      builder.constant(Int32Array.of(bound), [], 'int32'),
    );
    const inside = builder.emit('Clip', [ids, least ?? '', greatest ?? '']);
    const zero = call.scalar(0, output);
    const known = builder.reshape(builder.emit('Equal', [ids, inside]), rows);
    const updates = builder.emit('Where', [known, call.read('x'), zero]);
    const places = builder.emit('Expand', [builder.reshape(inside, rows), builder.ints(shape)]);
    const zeros = builder.emit('Expand', [zero, builder.ints(output.shape)]);
    call.give(builder.emit('ScatterElements', [zeros, places, updates], { axis: 0, reduction: 'add' }));
  }),
];
