import { RetortError } from '../../protocol/failure.ts';
import type { HostTensor } from '../tensors.ts';
import { badCheckpoint } from './safetensors-error.ts';
import type { StoredType, TensorEntry } from './safetensors-header.ts';
import { say } from '../../text/say.ts';

/** Types whose values `readValues` reads. */
export const readableTypes: ReadonlySet<StoredType> = new Set(['F32', 'F16', 'BF16', 'I32', 'I64']);

/**
 * The values of a tensor: F32, F16 and BF16 as float32, I32 and I64 as int32. Tensors may start at any byte.
 * Throws `unsupported-dtype` for other types and `bad-checkpoint` for an I64 that int32 can't hold.
 */
export function readValues(bytes: Uint8Array, { name, type, shape, start, end }: TensorEntry): HostTensor {
  // Not bytes.slice: of a Node Buffer that is a view, and the whole file would be taken for the tensor.
  const copy = (): ArrayBufferLike => bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + end);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  switch (type) {
    // Typed arrays are little-endian, like the file, on every machine that TensorFlow.js runs on.
    case 'F32':
      return { shape, data: new Float32Array(copy()) };
    case 'F16': {
      const data = new Float32Array(view.byteLength / 2);
      for (let i = 0; i < data.length; i++) data[i] = fromHalf(view.getUint16(2 * i, true));
      return { shape, data };
    }
    case 'BF16': {
      // The upper half of a float32.
      const data = new Float32Array(view.byteLength / 2);
      const bits = new Uint32Array(data.buffer);
      for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, true) << 16;
      return { shape, data };
    }
    case 'I32':
      return { shape, data: new Int32Array(copy()) };
    case 'I64': {
      const data = new Int32Array(view.byteLength / 8);
      for (let i = 0; i < data.length; i++) {
        const low = view.getInt32(8 * i, true);
        if (view.getInt32(8 * i + 4, true) !== low >> 31) {
          throw badCheckpoint(say`tensor ${name} holds an integer beyond 32 bits at ${i}`);
        }
        data[i] = low;
      }
      return { shape, data };
    }
    default:
      throw new RetortError({
        code: 'unsupported-dtype',
        message: say`Tensor ${name} is of type ${type}; ${[...readableTypes].join(', ')} can be read.`,
        next: say`Save the checkpoint in one of these types.`,
      });
  }
}

/** IEEE 754 binary16 to a number. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
