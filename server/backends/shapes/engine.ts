import { engine, registerBackend, registerKernel, tidy, type TensorInfo } from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import '../gradients.ts';
import { ShapesBackend } from './backend.ts';
import { kernels } from './kernels/index.ts';
import type { Output, ShapesKernel } from './kernels/kernel.ts';

const name = 'shapes';

function register({ name: kernelName, infer }: ShapesKernel): void {
  registerKernel({
    kernelName,
    backendName: name,
    kernelFunc: ({ inputs, attrs, backend }) => {
      if (!(backend instanceof ShapesBackend))
        throw new TypeError(`${kernelName} was run on another backend.`);
      // The engine calls a kernel with what its name promises; the list can't say so.
      const { outputs, flops } = infer(inputs as never, (attrs ?? {}) as never);
      backend.compute(flops);
      const place = ({ shape, dtype, alias }: Output): TensorInfo =>
        alias ? { ...backend.alias(alias, shape), dtype } : backend.output(shape, dtype);
      return 'shape' in outputs ? place(outputs) : outputs.map(place);
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
      message: `The shapes-only backend lacks the op ${missing}, so its shape can't be known before it runs.`,
      next: 'Build it from other ops, or add the kernel to server/backends/shapes/kernels.',
    },
    { cause: error },
  );
}

/**
 * Runs `run` on a backend of shapes, and makes the backend from before current again whatever happens. Tensors made
 * inside hold no values: reading one throws `no-values`, an op without a kernel `shape-unknown`. Disposes all but
 * the tensors that `run` returns.
 */
export function withShapes<T>(run: (backend: ShapesBackend) => T): T {
  const before = current();
  if (before === name) return inside(run);
  if (!registered) kernels.forEach(register);
  registered = true;
  registerBackend(name, () => new ShapesBackend(), 0);
  makeCurrent(name);
  try {
    return inside(run);
  } catch (error) {
    throw explained(error);
  } finally {
    engine().removeBackend(name);
    if (typeof before === 'string') makeCurrent(before);
  }
}

function inside<T>(run: (backend: ShapesBackend) => T): T {
  const { backend } = engine();
  if (!(backend instanceof ShapesBackend)) throw new TypeError('The shapes backend did not become current.');
  // `tidy` wants to know what it keeps; a result that is no container of tensors keeps none.
  let result: { value: T } | undefined;
  tidy(() => {
    result = { value: run(backend) };
  });
  if (!result) throw new TypeError('Nothing ran.');
  return result.value;
}
