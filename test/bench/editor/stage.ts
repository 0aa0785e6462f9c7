import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../editor/browser.ts';
import { gather } from '../../editor/setup.ts';
import { startEditor, type Editor } from '../../editor/start.ts';

/** A real editor with the packed extension, and a browser to look at it. */
export interface EditorStage {
  readonly editor: Editor;
  readonly browser: Browser;
  /** Path of the packed extension. */
  readonly vsix: string;
}

/** Works with an editor of its own; gives null, and says why, where this machine can't have one. */
export async function withEditor<T>(work: (stage: EditorStage) => Promise<T>): Promise<T | null> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-bench-'));
  try {
    const vsix = join(folder, 'retort.vsix');
    const parts = await gather(vsix);
    if ('missing' in parts) return null;
    const browser = await openBrowser(parts.browser);
    try {
      const editor = await startEditor(parts);
      try {
        return await work({ editor, browser, vsix });
      } finally {
        await editor.stop();
      }
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
