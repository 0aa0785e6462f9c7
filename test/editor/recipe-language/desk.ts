import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recipe, stripes } from '../../e2e/workspace.ts';
import { smallFolder } from '../runs.ts';
import type { Editor } from '../start.ts';
import type { Stage } from '../suite.ts';
import { openText, type TextEditor } from '../text-editor.ts';
import { openWorkbench, type Workbench } from '../workbench.ts';

/** A window of two folders with a recipe of the first in it. Each test leaves the recipe without mistakes. */
export interface Desk {
  readonly editor: Editor;
  readonly window: Workbench;
  readonly text: TextEditor;
  /** With data of its own in `more/`, and with `plain.yaml`, which is no recipe. */
  readonly folder: string;
  /** The other folder, with the recipe `beside.distill.yaml` and the empty `empty.distill.yaml`. */
  readonly other: string;
}

export const sound = recipe();

/** The recipe of the other folder, whose teacher has a name of its own. */
export const beside = sound.replaceAll('big', 'giant');

export async function openDesk({ editor, browser }: Stage): Promise<Desk> {
  const place = join(editor.folder, 'desk');
  await mkdir(place);
  const folder = await smallFolder(join(place, 'writing'));
  const other = await smallFolder(join(place, 'other'));
  await rename(join(other, 'small.distill.yaml'), join(other, 'beside.distill.yaml'));
  await mkdir(join(folder, 'more'));
  const path = join(folder, 'small.distill.yaml');
  const files = {
    [path]: sound,
    [join(folder, 'plain.yaml')]: 'a: 1\n',
    [join(other, 'beside.distill.yaml')]: beside,
    [join(other, 'empty.distill.yaml')]: '',
  };
  for (const [name, content] of Object.entries(stripes('inner', 60)))
    await writeFile(join(folder, 'more', name), content);
  for (const [name, content] of Object.entries(files)) await writeFile(name, content);
  const workspace = join(place, 'desk.code-workspace');
  await writeFile(workspace, JSON.stringify({ folders: [{ path: 'writing' }, { path: 'other' }] }));
  const window = await openWorkbench(editor, browser, workspace);
  const text = await openText(window, path);
  return { editor, window, text, folder, other };
}

/** Closes what has been opened over the recipe. */
export async function closeTab({ page }: Workbench, name: string): Promise<void> {
  const tab = page.locator('.tab', { hasText: name });
  await tab.getByRole('button', { name: /Close/ }).click();
  await tab.waitFor({ state: 'detached' });
  await page.locator('.tab.active', { hasText: 'small.distill.yaml' }).waitFor();
}
