import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkbench } from '../../editor/workbench.ts';
import { until } from '../../editor/until.ts';
import type { EditorStage } from './stage.ts';

const windows = 12;

/** Milliseconds that VS Code says the extension took to activate (Developer: Show Running Extensions), a window each. */
export async function activations({ editor, browser }: EditorStage): Promise<readonly number[]> {
  const folder = join(editor.folder, 'activation');
  await mkdir(folder);
  const times: number[] = [];
  for (let window = 0; window < windows; window++) {
    const workbench = await openWorkbench(editor, browser, folder);
    await workbench.showSideBar();
    await workbench.command('Developer: Show Running Extensions');
    const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: /retort/i });
    const time = await until('the activation time', async () =>
      /Activation: ([\d,]+)\s?ms/.exec(await row.first().innerText()),
    );
    times.push(Number(time[1]?.replaceAll(',', '')));
    await workbench.close();
  }
  return times;
}
