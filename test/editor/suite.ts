import type { Browser } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, inject } from 'vitest';
import { openBrowser } from './browser.ts';
import { failedBegin, pictures } from './pictures.ts';
import { startEditor, type Editor, type EditorOptions } from './start.ts';

export interface Stage {
  readonly editor: Editor;
  readonly browser: Browser;
}

/**
 * A suite with an editor of its own, started before its first test and ended, with all that was started from it, after
 * its last. Where this machine can't have an editor the suite is skipped.
 */
export function describeEditor(
  name: string,
  options: EditorOptions,
  tests: (stage: () => Stage) => void,
): void {
  const parts = inject('editor');
  if ('missing' in parts) {
    describe.skip(`${name} (${parts.missing})`, () => tests(() => never(parts.missing)));
    return;
  }
  describe(name, () => {
    let stage: Stage | undefined;
    beforeAll(async () => {
      const [editor, browser] = await Promise.all([startEditor(parts, options), openBrowser(parts.browser)]);
      stage = { editor, browser };
    });
    // Each test goes on where the one before it ended.
    let failed = false;
    beforeEach(({ skip }) => skip(failed, 'A test before it failed.'));
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      failed = true;
      await mkdir(pictures, { recursive: true });
      const pages = stage?.browser.contexts().flatMap((context) => context.pages()) ?? [];
      for (const [index, page] of pages.entries())
        await page.screenshot({ path: join(pictures, `${failedBegin}${task.name}.${index}.png`) });
    });
    afterAll(async () => {
      await stage?.browser.close();
      await stage?.editor.stop();
    });
    tests(() => stage ?? never('it has not started'));
  });
}

function never(reason: string): never {
  throw new Error(`There is no editor: ${reason}.`);
}
