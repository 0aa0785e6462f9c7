import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

let loaded = false;

/** Registers the backend's kernels and says where its binaries are. Once a process. */
export function load(folder: string): void {
  if (loaded) return;
  loaded = true;
  setWasmPaths(`${folder}/`);
}
