import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { kernels } from './kernels/index.ts';

let loaded = false;

/** Registers the backend's kernels and ours, and says where its binaries are. Once a process. */
export function load(folder: string): void {
  if (loaded) return;
  loaded = true;
  setWasmPaths(`${folder}/`);
  for (const kernel of kernels) kernel.register();
}
