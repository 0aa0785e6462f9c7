import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The build that training uses; the plain one is never chosen, since `usable` asks for SIMD. */
export const simdBinary = 'tfjs-backend-wasm-simd.wasm';

/**
 * Folder that holds the WebAssembly binaries: beside the bundle (a packed extension has no node_modules), else the
 * installed package. Null when there is neither.
 */
export function binaryFolder(): string | null {
  const beside = dirname(fileURLToPath(import.meta.url));
  if (existsSync(join(beside, simdBinary))) return beside;
  try {
    const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
    const folder = join(dirname(manifest), 'dist');
    return existsSync(join(folder, simdBinary)) ? folder : null;
  } catch {
    return null;
  }
}
