import { slice_util, util, type Tensor } from '@tensorflow/tfjs-core';
import { adopt, defineKernel } from './kernel.ts';

interface Attributes {
  readonly begin: number | number[];
  readonly size: number | number[];
}

/** Below this many elements a plain loop beats making a view. */
const shortRun = 48;

/** The package's own copies the whole input first, whatever part is asked for. */
export const slice = defineKernel<{ x: Tensor }, Attributes>('Slice', (call) => {
  const { x } = call.inputs;
  if (x.dtype === 'string') return call.original(call.inputs, call.attributes);
  const [begin = [], size = []] = slice_util.parseSliceParams(x, call.attributes.begin, call.attributes.size);
  const output = call.backend.makeOutput(size, x.dtype);
  const from = call.backend.typedArrayFromHeap(x);
  const to = call.backend.typedArrayFromHeap(output);

  // Axes from `inner` on are whole, so that one run covers them and the part of the axis before.
  let inner = size.length;
  while (inner > 0 && size[inner - 1] === x.shape[inner - 1]) inner--;
  const outer = Math.max(inner - 1, 0);
  const run = util.sizeFromShape(size.slice(outer));
  const strides = [...util.computeStrides(x.shape), 1];
  const copy = (axis: number, offset: number, target: number): number => {
    const start = offset + (begin[axis] ?? 0) * (strides[axis] ?? 1);
    if (axis >= outer) {
      if (run > shortRun) to.set(from.subarray(start, start + run), target);
      else for (let i = 0; i < run; i++) to[target + i] = from[start + i] ?? 0;
      return target + run;
    }
    let next = target;
    for (let i = 0; i < (size[axis] ?? 0); i++) next = copy(axis + 1, start + i * (strides[axis] ?? 1), next);
    return next;
  };
  if (util.sizeFromShape(size) > 0) copy(0, 0, 0);
  return adopt(output);
});
