import { KernelBackend, type BackendValues, type DataId, type DataType } from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import { Handle, type Recording } from './recording.ts';
import { say } from '../../text/say.ts';

/** Computes nothing and holds no values: tensors are places in the graph that is being recorded. */
export class RecordingBackend extends KernelBackend {
  readonly #recordings: Recording[] = [];

  /** The innermost recording under way. */
  get recording(): Recording {
    const recording = this.#recordings.at(-1);
    if (!recording) throw new TypeError('Nothing is being recorded.');
    return recording;
  }

  /** Records what `run` does in `recording`; one may begin while another is under way. */
  during<T>(recording: Recording, run: () => T): T {
    this.#recordings.push(recording);
    try {
      return run();
    } finally {
      this.#recordings.pop();
    }
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    return this.recording.constant(values, shape, dtype);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!(dataId instanceof Handle)) return true;
    dataId.references--;
    return force || dataId.references <= 0;
  }

  override refCount(dataId: DataId): number {
    return dataId instanceof Handle ? dataId.references : 0;
  }

  override incRef(dataId: DataId): void {
    if (dataId instanceof Handle) dataId.references++;
  }

  /** None: nothing is held. */
  override numDataIds(): number {
    return 0;
  }

  override readSync(): never {
    throw new RetortError({
      code: 'no-values',
      message: say`A value was read where there are only shapes.`,
      next: say`This is a defect: networks, losses and steps may not read tensors. Please report it with the recipe.`,
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
    // Nothing is held.
  }
}
