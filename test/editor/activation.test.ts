import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeEditor } from './suite.ts';
import { openWorkbench } from './workbench.ts';

describeEditor('in a real editor', {}, (stage) => {
  it('opens a window', async () => {
    const { editor, browser } = stage();
    const folder = join(editor.folder, 'empty');
    await mkdir(folder);
    const workbench = await openWorkbench(editor, browser, folder);
    await workbench.photograph('empty');
    expect(workbench.complaints).toEqual([]);
    await workbench.close();
  });
});
