import { backend, type Tensor } from '@tensorflow/tfjs-core';
import type { Tree } from '../../distill/backend.ts';
import { mapLeaves } from '../recording/trees.ts';
import { elementType } from './builder.ts';
import type { Numbers } from './session.ts';

/** The memory behind a tensor; a copy where TensorFlow.js keeps another type of numbers there. */
export function numbersOf(tensor: Tensor): Numbers {
  const numbers: ArrayLike<number> = tensor.dataSync();
  switch (elementType(tensor.dtype)) {
    case 'int32':
      return numbers instanceof Int32Array ? numbers : Int32Array.from(numbers);
    case 'bool':
      return numbers instanceof Uint8Array ? numbers : Uint8Array.from(numbers);
    default:
      return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
  }
}

/**
 * The memory behind each leaf. What is given away, as `donated` says of its path, is nobody else's: a copy where other
 * tensors have the same memory.
 */
export function memories(inputs: Tree<Tensor>, donated: (path: string) => boolean): readonly Numbers[] {
  const found: { readonly tensor: Tensor; readonly path: string; readonly numbers: Numbers }[] = [];
  const times = new Map<Numbers, number>();
  mapLeaves(inputs, (tensor: Tensor, path) => {
    const numbers = numbersOf(tensor);
    times.set(numbers, (times.get(numbers) ?? 0) + 1);
    found.push({ tensor, path, numbers });
  });
  return found.map(({ tensor, path, numbers }) => {
    const alone = times.get(numbers) === 1 && backend().refCount(tensor.dataId) === 1;
    return donated(path) && !alone ? numbers.slice() : numbers;
  });
}
