import type { BackendValues, DataType } from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import type { ConstantData } from './graph.ts';
import { say } from '../../text/say.ts';

/** A copy of a tensor's numbers. Throws `shape-unknown` for strings and complex numbers. */
export function constantOf(values: BackendValues, dtype: DataType): ConstantData {
  const [first] = values;
  if (first === undefined || typeof first === 'number') {
    const numbers = values as ConstantData;
    if (dtype === 'float32') return new Float32Array(numbers);
    if (dtype === 'int32') return new Int32Array(numbers);
    if (dtype === 'bool') return new Uint8Array(numbers);
  }
  throw new RetortError({
    code: 'shape-unknown',
    message: say`A tensor of type ${dtype} can't be recorded; expected float32, int32 or bool.`,
    next: say`Networks, losses and steps work on numbers. Please report it with the recipe.`,
  });
}
