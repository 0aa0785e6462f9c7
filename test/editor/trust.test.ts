import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { plant, type Planted } from './planted.ts';
import { processesOf } from './processes.ts';
import { shownRun } from './run-panel.ts';
import { runsOf, smallFolder } from './runs.ts';
import { describeEditor } from './suite.ts';
import { openText } from './text-editor.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describeEditor('a workspace from a stranger', { trust: true }, (stage) => {
  let folder: string;
  let planted: Planted;
  let window: Workbench;

  beforeAll(async () => {
    const { editor, browser } = stage();
    folder = await smallFolder(join(editor.folder, 'from a stranger'));
    planted = await plant(folder);
    window = await openWorkbench(editor, browser, folder);
  });

  it('shows recipes and explains them, says why nothing runs, and starts nothing', async () => {
    const { page } = window;
    await page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    await window.showSideBar();
    await page.locator('.sidebar').getByText('runs nothing').first().waitFor();
    await window.rows('Recipes').first().waitFor();
    const text = await openText(window, join(folder, 'small.distill.yaml'));
    await text.cursor('kd,');
    await window.command('Show or Focus Hover');
    await page.locator('.monaco-hover:not(.hidden)', { hasText: 'temperature' }).first().waitFor();
    await window.photograph('not-trusted');
    await text.press('Escape', 'Escape');
    await window.palette('Retort: ', 'Retort: Get Started');
    expect(
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Retort: Run Recipe' }).count(),
    ).toBe(0);
    await page.keyboard.press('Escape');
    const ours = (await processesOf(stage().editor.runtime)).filter(({ command }) =>
      /server\.js|worker\.js/.test(command),
    );
    expect(ours).toEqual([]);
    expect(await runsOf(folder)).toEqual([]);
    expect(await planted.ran()).toBe(false);
    expect(window.complaints).toEqual([]);
  });

  it('runs once it is trusted, and nothing of its own code', async () => {
    const { page } = window;
    await window.command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await page.locator('.statusbar').getByText('Restricted Mode').waitFor({ state: 'detached' });
    // It lies over the window.
    const over = page.locator('.monaco-modal-editor-block');
    await over.locator('.codicon-close').first().click();
    await over.waitFor({ state: 'detached' });
    await window.command('Retort: Run Recipe');
    const run = await shownRun(window);
    await run.reaches('Finished');
    expect(await planted.ran()).toBe(false);
    expect(window.complaints).toEqual([]);
  });
});
