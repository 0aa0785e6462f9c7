import { Tensor } from 'onnxruntime-node';
import type { HostTensors } from '../../../distill/tensors.ts';
import { RetortError } from '../../../protocol/failure.ts';
import { openSession } from '../session.ts';
import { say } from '../../../text/say.ts';

/** An ONNX model that runs on this machine's processor, as any user's would. */
export interface OpenModel {
  /** Outputs by name; inputs batch axis first. */
  readonly run: (inputs: HostTensors) => Promise<HostTensors>;
  readonly close: () => Promise<void>;
}

/** Opens a model, given as bytes or by its file's path. Throws RetortError `graph-refused`. */
export async function openModel(model: Uint8Array | string, threads: number): Promise<OpenModel> {
  const session = await openSession(model, { threads, optimise: 'all' }).catch((error: unknown) => {
    throw new RetortError(
      {
        code: 'graph-refused',
        message: say`ONNX Runtime refused the exported model: ${error instanceof Error ? error.message : String(error)}`,
        next: say`This is a defect: please report it with the recipe. Until then export safetensors.`,
      },
      { cause: error },
    );
  });
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(
        ([name, { shape, data }]) =>
          [
            name,
            data instanceof Int32Array
              ? new Tensor('int32', data, [...shape])
              : new Tensor('float32', data, [...shape]),
          ] as const,
      );
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        session.outputNames.map((name) => {
          const result = results[name];
          return [name, { shape: result?.dims ?? [], data: result?.data as Float32Array }];
        }),
      );
    },
    close: () => session.release(),
  };
}
