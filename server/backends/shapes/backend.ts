import { KernelBackend, type DataId, type DataType, type TensorInfo } from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import { sizeOf } from '../../distill/tensors.ts';

/** What running something has cost so far. */
export interface Counts {
  readonly flops: number;
  readonly writtenBytes: number;
  readonly liveBytes: number;
  /** Largest `liveBytes` so far. */
  readonly peakBytes: number;
}

const bytesPerElement: Partial<Record<DataType, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8 };

/** Holds shapes and types and no values; counts what kernels would compute and write. */
export class ShapesBackend extends KernelBackend {
  readonly #buffers = new Map<DataId, { readonly bytes: number; references: number }>();
  #flops = 0;
  #writtenBytes = 0;
  #liveBytes = 0;
  #peakBytes = 0;

  counts(): Counts {
    return {
      flops: this.#flops,
      writtenBytes: this.#writtenBytes,
      liveBytes: this.#liveBytes,
      peakBytes: this.#peakBytes,
    };
  }

  /** Makes the present the peak from which a measurement starts. */
  resetPeak(): void {
    this.#peakBytes = this.#liveBytes;
  }

  compute(flops: number): void {
    this.#flops += flops;
  }

  /** A new buffer. */
  output(shape: readonly number[], dtype: DataType): TensorInfo {
    return {
      dataId: this.#allocate(sizeOf(shape) * (bytesPerElement[dtype] ?? 0)),
      shape: [...shape],
      dtype,
    };
  }

  /** The same buffer under another shape. A tensor of another backend, whose buffer can't be shared, costs nothing. */
  alias(x: TensorInfo, shape: readonly number[]): TensorInfo {
    const buffer = this.#buffers.get(x.dataId);
    if (buffer) buffer.references++;
    return { dataId: buffer ? x.dataId : this.#allocate(0), shape: [...shape], dtype: x.dtype };
  }

  override write(_values: unknown, shape: number[], dtype: DataType): DataId {
    return this.output(shape, dtype).dataId;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const buffer = this.#buffers.get(dataId);
    if (!buffer) return true;
    buffer.references--;
    if (!force && buffer.references > 0) return false;
    this.#buffers.delete(dataId);
    this.#liveBytes -= buffer.bytes;
    return true;
  }

  override refCount(dataId: DataId): number {
    return this.#buffers.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: DataId): void {
    const buffer = this.#buffers.get(dataId);
    if (buffer) buffer.references++;
  }

  override numDataIds(): number {
    return this.#buffers.size;
  }

  override readSync(): never {
    throw new RetortError({
      code: 'no-values',
      message: 'A value was read where there are only shapes.',
      next: 'This is a defect: networks, losses and steps may not read tensors. Please report it with the recipe.',
    });
  }

  override read(): Promise<never> {
    return Promise.resolve().then(() => this.readSync());
  }

  override memory() {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    this.#buffers.clear();
  }

  #allocate(bytes: number): DataId {
    const dataId = {};
    this.#buffers.set(dataId, { bytes, references: 1 });
    this.#writtenBytes += bytes;
    this.#liveBytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    return dataId;
  }
}
