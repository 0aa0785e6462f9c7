import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { copyRegisteredKernels, registerBackend } from '@tensorflow/tfjs-core';

let registered = false;

/**
 * Registers the engine's side of the backend: tensors as JavaScript memory, which sessions read and write in place, and
 * TensorFlow.js's own JavaScript kernels for the little that is not compiled.
 */
export function load(): void {
  if (registered) return;
  registered = true;
  registerBackend('onnx', () => new MathBackendCPU(), 1);
  copyRegisteredKernels('cpu', 'onnx');
}
