import {
  engine,
  getKernelsForBackend,
  registerKernel,
  Tensor,
  tidy,
  unregisterKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
} from '@tensorflow/tfjs-core';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What a kernel of ours is given. The type parameters state what TensorFlow.js documents for its name. */
export interface Call<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly backend: BackendWasm;
  /** The package's own kernel of this name. Throws where it has none. */
  readonly original: (inputs: Inputs, attributes: Attributes) => Tensor;
}

/** A kernel that the package lacks, or one that replaces a slow one. */
export interface WasmKernel {
  readonly name: string;
  /** Puts it in the place of the package's own, once. */
  readonly register: () => void;
  /** The package's own, once ours is registered; null where it has none. */
  readonly replaced: () => KernelConfig | null;
}

/** A tensor around what a kernel returned. */
export function adopt(output: ReturnType<KernelConfig['kernelFunc']>): Tensor {
  if (Array.isArray(output)) throw new TypeError('Expected a kernel with one output.');
  return engine().makeTensorFromTensorInfo(output);
}

/** A kernel as the engine runs it: what `compute` leaves behind is disposed, all but its result. */
export function defineKernel<Inputs extends NamedTensorInfoMap, Attributes extends object>(
  name: string,
  compute: (call: Call<Inputs, Attributes>) => Tensor,
): WasmKernel {
  let theirs: KernelConfig | null = null;
  const register = () => {
    theirs = getKernelsForBackend('wasm').find(({ kernelName }) => kernelName === name) ?? null;
    if (theirs) unregisterKernel(name, 'wasm');
    registerKernel({
      ...theirs,
      kernelName: name,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs, backend }) => {
        if (!(backend instanceof BackendWasm)) throw new TypeError(`${name} was run on another backend.`);
        // The engine always passes tensors; its types say only what a kernel may rely on.
        const call = {
          inputs: inputs as Inputs,
          attributes: (attrs ?? {}) as Attributes,
          backend,
          original: (ours: Inputs, attributes: Attributes) => {
            if (!theirs) throw new TypeError(`The wasm backend has no ${name} of its own.`);
            return adopt(theirs.kernelFunc({ inputs: ours, attrs: attributes as NamedAttrMap, backend }));
          },
        };
        return tidy(() => compute(call));
      },
    });
  };
  return { name, register, replaced: () => theirs };
}
