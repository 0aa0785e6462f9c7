import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../training/package-files.ts';

/** The bundled sample: beside this program, or where the package is built. */
export function sampleFolder(): string {
  const beside = fileURLToPath(new URL('sample', import.meta.url));
  return existsSync(beside) ? beside : packageFile(join('dist', 'sample'));
}
