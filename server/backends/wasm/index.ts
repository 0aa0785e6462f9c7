import type { BackendDescriptor } from '../../distill/backend.ts';
import { eager } from '../../distill/compile.ts';
import { RetortError } from '../../protocol/failure.ts';
import { activate } from '../activate.ts';
import { binaryFolder, simdBinary } from './files.ts';
import { say } from '../../text/say.ts';

// Node has it; the compiler's ES libraries don't declare it.
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

/** A module with one function that uses a 128-bit instruction: valid exactly where SIMD is (WebAssembly spec). */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

function usable(): ReturnType<BackendDescriptor['usable']> {
  if (!WebAssembly.validate(simdProbe)) {
    return {
      ok: false,
      reason: say`This processor or this Node.js has no 128-bit WebAssembly instructions (SIMD).`,
    };
  }
  if (binaryFolder() === null) {
    return {
      ok: false,
      reason: say`${simdBinary} is neither beside the program nor in @tensorflow/tfjs-backend-wasm.`,
    };
  }
  return { ok: true, device: say`one processor core, WebAssembly SIMD` };
}

/**
 * The WebAssembly glue adds process-wide listeners that rethrow whatever nobody caught, which would take the exit
 * code and the log away from the program. Removes those that `run` adds.
 */
async function withoutExceptionListeners(run: () => Promise<void>): Promise<void> {
  const uncaught = process.listeners('uncaughtException');
  const unhandled = process.listeners('unhandledRejection');
  await run();
  for (const listener of process.listeners('uncaughtException')) {
    if (!uncaught.includes(listener)) process.removeListener('uncaughtException', listener);
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!unhandled.includes(listener)) process.removeListener('unhandledRejection', listener);
  }
}

/** Today's default: TensorFlow.js's WebAssembly backend, with what it lacks for training composed in `kernels/`. */
export const wasm: BackendDescriptor = {
  name: 'wasm',
  summary: 'TensorFlow.js in WebAssembly with SIMD, one thread: the default without native libraries.',
  repeatable: true,
  threads: () => ({ most: 1, usual: 1 }),
  usable,
  start: async () => {
    const folder = binaryFolder();
    if (folder === null) {
      throw new RetortError({
        code: 'backend-unusable',
        message: say`The wasm backend can't start: ${simdBinary} was not found.`,
        next: say`Run npm install again, or choose the cpu backend.`,
      });
    }
    const { load } = await import('./load.ts');
    load(folder);
    await withoutExceptionListeners(() => activate('wasm'));
    return eager;
  },
};
