import type { DataType, Tensor } from '@tensorflow/tfjs-core';
import { adopt, defineKernel } from './kernel.ts';

interface Attributes {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: DataType;
}

/** The package's own (4.22) takes both values for whole numbers: smoothed labels of 0.9 and 0.1 come out as zeros. */
export const oneHot = defineKernel<{ indices: Tensor }, Attributes>(
  'OneHot',
  ({ inputs: { indices }, attributes: { depth, onValue, offValue, dtype }, backend }) => {
    const output = backend.makeOutput([...indices.shape, depth], dtype);
    const values = backend.typedArrayFromHeap(output).fill(offValue);
    backend.typedArrayFromHeap(indices).forEach((hot, row) => {
      if (hot >= 0 && hot < depth) values[row * depth + hot] = onValue;
    });
    return adopt(output);
  },
);
