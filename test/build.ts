import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the bundled programs, or why there are none. */
    programs: { readonly folder: string; readonly failure: string | null };
  }
}

/**
 * Bundles the programs once for the whole test run, since threads and processes can't load TypeScript. Into a folder
 * of its own inside the project, so that libraries are found and two test runs don't overwrite each other's.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await mkdir('dist', { recursive: true });
  const folder = await mkdtemp('dist/test-');
  // Tests that start no program are worth running even when the programs can't be built.
  const failure = await promisify(execFile)(process.execPath, ['build.mjs', folder]).then(
    () => null,
    (error: unknown) => String(error),
  );
  project.provide('programs', { folder, failure });
  return () => rm(folder, { recursive: true });
}
