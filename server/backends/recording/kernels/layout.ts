import {
  backend_util,
  slice_util,
  util,
  type DataType,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { kernel, moved, type Inference, type X } from './kernel.ts';

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

const list = (inputs: NamedTensorInfoMap): TensorInfo[] =>
  Object.values(inputs).filter((input) => input !== undefined);

/** Kernels that move elements or only rename their axes: no operations. */
export const layout: readonly Inference[] = [
  kernel<X>('Identity', ({ x }) => moved(x.shape, x.dtype)),
  kernel<X, { readonly shape: number[] }>('Reshape', ({ x }, { shape }) =>
    moved(util.inferFromImplicitShape(shape, util.sizeFromShape(x.shape)), x.dtype),
  ),
  kernel<{ input: TensorInfo }, { readonly dim: number }>('ExpandDims', ({ input }, { dim }) => {
    const shape = [...input.shape];
    shape.splice(dim < 0 ? dim + shape.length + 1 : dim, 0, 1);
    return moved(shape, input.dtype);
  }),
  kernel<X, { readonly perm: number[] }>('Transpose', ({ x }, { perm }) =>
    moved(
      perm.map((axis) => x.shape[axis] ?? 1),
      x.dtype,
    ),
  ),
  kernel<X, { readonly paddings: [number, number][] }>('PadV2', ({ x }, { paddings }) =>
    moved(
      x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0)),
      x.dtype,
    ),
  ),
  kernel<X, { readonly paddings: [number, number][] }>('MirrorPad', ({ x }, { paddings }) =>
    moved(
      x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0)),
      x.dtype,
    ),
  ),
  kernel<X, { readonly begin: number[]; readonly size: number[] }>('Slice', ({ x }, { begin, size }) =>
    moved(slice_util.parseSliceParams(x, begin, size)[1] ?? [], x.dtype),
  ),
  kernel<X, StridedSlice>('StridedSlice', ({ x }, given) => {
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = given;
    const info = slice_util.sliceInfo(
      x.shape,
      begin,
      end,
      strides,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    );
    return moved(info.finalShape, x.dtype);
  }),
  kernel<X>('Reverse', ({ x }) => moved(x.shape, x.dtype)),
  kernel<X, { readonly reps: number[] }>('Tile', ({ x }, { reps }) =>
    moved(
      x.shape.map((size, axis) => size * (reps[axis] ?? 1)),
      x.dtype,
    ),
  ),
  kernel<NamedTensorInfoMap, { readonly axis: number }>('Concat', (inputs, { axis }) => {
    const parts = list(inputs);
    const [parsed = 0] = util.parseAxisParam(axis, parts[0]?.shape ?? []);
    return moved(
      backend_util.computeOutShape(
        parts.map(({ shape }) => shape),
        parsed,
      ),
      parts[0]?.dtype ?? 'float32',
    );
  }),
  kernel<NamedTensorInfoMap, { readonly axis: number }>('Pack', (inputs, { axis }) => {
    const parts = list(inputs);
    const shape = [...(parts[0]?.shape ?? [])];
    shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, parts.length);
    return moved(shape, parts[0]?.dtype ?? 'float32');
  }),
  kernel<{ value: TensorInfo }, { readonly axis: number }>('Unpack', ({ value }, { axis }) => {
    const [parsed = 0] = util.parseAxisParam(axis, value.shape);
    const shape = value.shape.filter((_, index) => index !== parsed);
    return {
      outputs: Array.from({ length: value.shape[parsed] ?? 0 }, () => ({ shape, dtype: value.dtype })),
      flops: 0,
    };
  }),
  kernel<X, { readonly numOrSizeSplits: number | number[]; readonly axis: number }>(
    'SplitV',
    ({ x }, { numOrSizeSplits, axis }) => {
      const [parsed = 0] = util.parseAxisParam(axis, x.shape);
      return {
        outputs: splitSizes(numOrSizeSplits, x.shape[parsed] ?? 0).map((size) => ({
          shape: x.shape.map((whole, index) => (index === parsed ? size : whole)),
          dtype: x.dtype,
        })),
        flops: 0,
      };
    },
  ),
  kernel<X, { readonly blockSize: number }>('DepthToSpace', ({ x }, { blockSize }) => {
    const [n = 0, height = 0, width = 0, channels = 0] = x.shape;
    return moved([n, height * blockSize, width * blockSize, channels / (blockSize * blockSize)], x.dtype);
  }),
  kernel<{ indices: TensorInfo }, { readonly depth: number; readonly dtype: DataType }>(
    'OneHot',
    ({ indices }, { depth, dtype }) => moved([...indices.shape, depth], dtype),
  ),
  kernel<X & { indices: TensorInfo }, { readonly axis: number; readonly batchDims: number }>(
    'GatherV2',
    ({ x, indices }, { axis, batchDims }) => {
      const [parsed = 0] = util.parseAxisParam(axis, x.shape);
      const before = x.shape.slice(0, parsed);
      return moved([...before, ...indices.shape.slice(batchDims), ...x.shape.slice(parsed + 1)], x.dtype);
    },
  ),
  kernel<NamedTensorInfoMap, { readonly shape: number[]; readonly dtype?: DataType }>(
    'Fill',
    (_, { shape, dtype }) => moved(shape, dtype ?? 'float32'),
  ),
  kernel<
    NamedTensorInfoMap,
    { readonly start: number; readonly stop: number; readonly step: number; readonly dtype: DataType }
  >('Range', (_, { start, stop, step, dtype }) =>
    moved([Math.max(Math.ceil((stop - start) / step), 0)], dtype),
  ),
];

/** Sizes of the parts: equal ones for a number, else as given with at most one −1 for the rest. */
function splitSizes(parts: number | number[], whole: number): number[] {
  if (typeof parts === 'number') return Array.from({ length: parts }, () => whole / parts);
  const given = parts.reduce((sum, size) => sum + Math.max(size, 0), 0);
  return parts.map((size) => (size < 0 ? whole - given : size));
}
