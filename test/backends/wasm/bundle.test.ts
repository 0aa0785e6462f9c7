import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { program } from '../../program.ts';

test('a bundle that was moved away from node_modules, as in a packed extension, computes on wasm', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'retort-bundle-'));
  try {
    await cp(dirname(fileURLToPath(program('golden'))), folder, { recursive: true });
    const cases = resolve('test/golden/goldens-reference-code.json');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      join(folder, 'golden.js'),
      cases,
      '--backend',
      'wasm',
    ]);
    expect(stdout).toMatch(/ 0 failed, .*\n$/);
    expect(stderr).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});
