import { chmod, readFile, rename } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findBackend } from '../../server/backends/index.ts';
import { runAt } from '../../server/runs/directory.ts';
import { readPlan } from '../../server/runs/state.ts';
import { followLink } from './asking.ts';
import { pictures } from './pictures.ts';
import { held, processesOf } from './processes.ts';
import { movesOn, openFirstPanel, openFirstRun, shownRun } from './run-panel.ts';
import { runsOf, smallFolder } from './runs.ts';
import { describeEditor } from './suite.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describeEditor('an editor in daily use', {}, (stage) => {
  const open = async (folder: string, language?: 'zh-cn'): Promise<Workbench> => {
    const { editor, browser } = stage();
    const window = await openWorkbench(editor, browser, folder, language);
    await window.showSideBar();
    return window;
  };
  let folder: string;
  let window: Workbench;

  it('says in the panel that the training server is away, and goes on by itself', async () => {
    folder = await smallFolder(join(stage().editor.folder, 'daily'), { steps: 1_000_000 });
    window = await open(folder);
    await window.command('Retort: Run Recipe');
    const run = await shownRun(window);
    await run.reaches('Running');
    await movesOn(run);
    await run.press('Stop');
    await run.reaches('Stopped');
    const { runtime } = stage().editor;
    // A folder that is open to others is refused: no server can come back until it is private again.
    await chmod(runtime, 0o755);
    for (const { pid, command } of await processesOf(runtime))
      if (command.includes('server.js')) process.kill(pid, 'SIGKILL');
    const away = run.frame.locator('header .notice', { hasText: 'The training server is away.' });
    await away.waitFor();
    expect(await run.frame.getByRole('button', { name: 'Resume', exact: true }).count()).toBe(0);
    await chmod(runtime, 0o700);
    await run.frame.getByRole('button', { name: 'Resume', exact: true }).waitFor();
    await away.waitFor({ state: 'detached' });
  });

  it('gives the next run the priority and the threads that settings say by then', async () => {
    const { editor } = stage();
    const niceness = 13;
    await editor.configure({ 'retort.threads': 1000, 'retort.niceness': niceness });
    // The server hears of the last of them.
    const kept = join(editor.runtime, 'settings.json');
    await until('the settings to arrive', async () =>
      (await readFile(kept, 'utf8')).includes(`"niceness": ${niceness}`),
    );
    await window.command('View: Close All Editors');
    await window.command('Retort: Run Recipe');
    const run = await shownRun(window);
    await run.reaches('Running');
    await movesOn(run);
    const newest = (await runsOf(folder)).at(-1);
    expect(getPriority(newest?.lock?.pid ?? 0)).toBe(niceness);
    const { backend } = await readPlan(runAt(newest?.folder ?? ''));
    // Of a thousand it takes what it can use.
    expect(backend.threads).toBe(findBackend(backend.name).threads().most);
    await run.press('Stop');
    await run.reaches('Stopped');
  });

  it('explains why a run failed whose data have vanished', async () => {
    const run = await shownRun(window);
    const data = join(folder, 'train-images-idx3-ubyte');
    await rename(data, `${data}.gone`);
    await run.press('Resume');
    await run.reaches('Failed');
    expect(await run.frame.locator('header .notice').innerText()).toContain(`${data} does not exist.`);
    await window.photograph('run-failed');
    await run.press('Explain');
    await window.page.locator('.tab', { hasText: 'problems.md' }).waitFor();
    await window.webview().getByRole('heading', { name: 'missing-file' }).waitFor();
    await rename(`${data}.gone`, data);
  });

  it('has told so in a message, which leads to the log', async () => {
    const told = window.notifications().filter({ hasText: 'Small failed.' });
    await told.getByRole('button', { name: 'Show Log', exact: true }).click();
    await told.waitFor({ state: 'detached' });
    const log = window.page.locator(
      '.part.panel .output-view-container .view-lines, .part.panel .view-lines',
    );
    await log.getByText('Training server').first().waitFor();
    await window.command('View: Hide Panel');
  });

  it('says that it loads while the training server is silent, and shows the run when it speaks', async () => {
    const [server] = (await processesOf(stage().editor.runtime)).filter(({ command }) =>
      command.includes('server.js'),
    );
    const pid = server?.pid ?? Number.NaN;
    await window.command('View: Close All Editors');
    await held(pid, async () => {
      await openFirstPanel(window);
      const page = window.webview();
      // The first it says for some seconds only.
      await page.getByText(/Loading the run…|The training server has not answered yet\./).waitFor();
      await page.locator('.empty', { hasText: 'The training server has not answered yet.' }).waitFor();
      await page.getByRole('button', { name: 'Try Again' }).waitFor();
      await window.photograph('run-silent');
    });
    const run = await shownRun(window);
    await run.reaches('Failed');
  });

  it('opens from a link a run of its folder, and nothing else', async () => {
    const { page } = window;
    const [run] = await runsOf(folder);
    const follow = async (path: string): Promise<void> => {
      await window.command('View: Close All Editors');
      await window.command('Open URL');
      await followLink(page, path);
    };
    await follow(join(folder, '..'));
    await window.notifications().filter({ hasText: 'no run of a folder that is open here' }).waitFor();
    expect(await page.locator('.tab').count()).toBe(0);
    await follow(run?.folder ?? '');
    await page.locator('.tab', { hasText: 'Run: Small' }).waitFor();
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('speaks Chinese where the editor does, at the width of a third of a screen', async () => {
    const chinese = await open(folder, 'zh-cn');
    const texts = JSON.parse(await readFile('package.nls.zh-cn.json', 'utf8')) as Record<string, string>;
    for (const view of ['teachers', 'recipes', 'runs'])
      await chinese.page
        .locator('.sidebar .pane-header .title', { hasText: texts[`view.${view}`] ?? 'no text' })
        .waitFor();
    const run = await openFirstRun(chinese, texts['view.runs']);
    await run.reaches('失败');
    await chinese.page.setViewportSize({ width: 760, height: 860 });
    const tabs = run.frame.getByRole('tab');
    await tabs.first().waitFor();
    for (const tab of await tabs.all()) {
      expect(await tab.innerText()).toMatch(/^\p{Script=Han}+$/u);
      await tab.click();
      // What is inside follows the width a moment later.
      await until(`${await tab.innerText()} to fit`, async () => {
        const fits: boolean = await run.frame
          .locator('html')
          .evaluate('document.documentElement.scrollWidth === innerWidth');
        return fits;
      });
    }
    await chinese.page.screenshot({ path: join(pictures, 'chinese.dark.png') });
    await chinese.close();
  });
});
