import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { installBrowser, type InstalledBrowser } from './browser.ts';
import { installEditor, type InstalledEditor } from './install.ts';
import { failedBegin, pictures } from './pictures.ts';
import { installExtension } from './start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the editor suite needs, or why this machine can't have it. */
    editor: EditorParts | { readonly missing: string };
  }
}

export interface EditorParts {
  readonly code: InstalledEditor;
  readonly browser: InstalledBrowser;
  /** Folder in which the packed extension is installed. */
  readonly extensions: string;
}

/** Installs an editor and a browser, and packs the extension as users get it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-vsix-'));
  await forgetFailures();
  project.provide('editor', await gather(join(folder, 'retort.vsix')));
  return () => rm(folder, { recursive: true });
}

/** Pictures of what failed in a run before. */
async function forgetFailures(): Promise<void> {
  const names = await readdir(pictures).catch((): string[] => []);
  for (const name of names) if (name.startsWith(failedBegin)) await rm(join(pictures, name), { force: true });
}

/** What the suite and measurements need. @param vsix where the packed extension goes; it is installed beside */
export async function gather(vsix: string): Promise<EditorParts | { readonly missing: string }> {
  const [code, browser] = await Promise.all([
    installEditor().catch(unobtainable),
    installBrowser().catch(unobtainable),
    promisify(execFile)(process.execPath, ['package.mjs', '--out', vsix]),
  ]);
  const missing = 'missing' in code ? code.missing : 'missing' in browser ? browser.missing : null;
  if (missing !== null) console.warn(`The editor suite is skipped: ${missing}.`);
  if ('missing' in code) return code;
  if ('missing' in browser) return browser;
  const extensions = join(dirname(vsix), 'extensions');
  await installExtension(code, vsix, extensions);
  return { code, browser, extensions };
}

/** A registry that doesn't answer is no fault of the extension. */
const unobtainable = (error: unknown): { readonly missing: string } => ({
  missing: `it could not be installed: ${error instanceof Error ? error.message : String(error)}`,
});
