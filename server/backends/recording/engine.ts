import { engine, registerBackend, registerKernel, tidy } from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import '../gradients.ts';
import { RecordingBackend } from './backend.ts';
import { kernels } from './kernels/index.ts';
import type { Inference } from './kernels/kernel.ts';
import type { Recording } from './recording.ts';
import { say } from '../../text/say.ts';

const name = 'recording';

function register(kernel: Inference): void {
  registerKernel({
    kernelName: kernel.name,
    backendName: name,
    kernelFunc: ({ inputs, attrs, backend }) => {
      if (!(backend instanceof RecordingBackend))
        throw new TypeError(`${kernel.name} was run on another backend.`);
      return backend.recording.call(kernel, inputs, attrs ?? {});
    },
  });
}

/** The engine's types don't say that it has none before one is set. */
const current = (): string | null | undefined => engine().backendName;

let registered = false;

/** Runs synchronously for a backend that has been initialised before, and for this one. */
function makeCurrent(backendName: string): void {
  void engine().setBackend(backendName);
}

const lacking = /^Kernel '(.+)' not registered/;

/** An op that this backend lacks, as the engine reports it, in our words. */
function explained(error: unknown): unknown {
  const missing = error instanceof Error ? lacking.exec(error.message)?.[1] : undefined;
  if (missing === undefined) return error;
  return new RetortError(
    {
      code: 'shape-unknown',
      message: say`The recording backend lacks the op ${missing}, so its shape can't be known before it runs.`,
      next: say`Build it from other ops, or add the kernel to server/backends/recording/kernels.`,
    },
    { cause: error },
  );
}

/**
 * Runs `run` on the recording backend, and makes the backend from before current again whatever happens. Tensors made
 * inside hold no values and don't outlive it: reading one throws `no-values`, an op without a kernel `shape-unknown`.
 */
export function recordInto<T>(recording: Recording, run: () => T): T {
  const before = current();
  if (!registered) kernels.forEach(register);
  registered = true;
  const outermost = registerOnce();
  if (before !== name) makeCurrent(name);
  try {
    return inside(recording, run);
  } catch (error) {
    throw explained(error);
  } finally {
    if (outermost) engine().removeBackend(name);
    if (before !== name && typeof before === 'string') makeCurrent(before);
  }
}

/** False where a recording is under way already. */
function registerOnce(): boolean {
  if (engine().backendNames().includes(name)) return false;
  return registerBackend(name, () => new RecordingBackend(), 0);
}

function inside<T>(recording: Recording, run: () => T): T {
  const { backend } = engine();
  if (!(backend instanceof RecordingBackend))
    throw new TypeError('The recording backend did not become current.');
  // `tidy` wants to know what it keeps; a result that is no container of tensors keeps none.
  let result: { value: T } | undefined;
  backend.during(recording, () => {
    tidy(() => {
      result = { value: run() };
    });
  });
  if (!result) throw new TypeError('Nothing ran.');
  return result.value;
}
