import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { RetortError } from '../../../server/protocol/failure.ts';
import { here } from './here.ts';
import type { Answers } from './host.ts';
import { runOfPage } from './page.ts';
import { seriousFindings } from './axe.ts';
import { content, tabs } from './tabs.ts';
import { themes } from './themes.ts';

const pictures = 'dist/screenshots/panel';
/** Cells of tables whose text is on more than one line: rows are read across, and the table scrolls. */
const brokenCells = `Array.from(document.querySelectorAll('th, td, caption'))
  .filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return cell.children.length === 0 && range.getClientRects().length > 1;
  })
  .map((cell) => cell.textContent)`;

/** The animation of the loading ring. */
const spinning = (page: Page): Promise<string> =>
  page.evaluate(`getComputedStyle(
    document.querySelector('vscode-progress-ring').shadowRoot.querySelector('[part=indeterminate-indicator-1]'),
  ).animationName`);

describe.skipIf(here.missing !== null)('the run panel in a browser', { timeout: 120_000 }, () => {
  test('shows everything of a finished run, and hostile names as text', async () => {
    const { page, host, state, complaints } = await here.open();
    await page.locator(content.training).waitFor();
    // Enough for the editor to open it again.
    expect(await state()).toMatchObject({ run: runOfPage, language: 'en' });
    expect(await page.locator('h1').textContent()).toBe('Digits <b onclick="x">&amp; **hostile**');
    expect(await page.locator('header .state').textContent()).toBe('Finished');
    for (const tab of tabs) {
      await page.locator(`#tab-${tab}`).click();
      await page.locator(content[tab]).first().waitFor();
    }
    expect(await page.locator('.lag').textContent()).toMatch(/CKA/);
    expect(await page.locator('.samples .picture').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    for (const { points } of host.asked('read')) expect(points).toBeLessThanOrEqual(1200);
  });

  test.each(themes.map(({ name }) => name))('is usable by everyone in the theme %s', async (theme) => {
    await mkdir(pictures, { recursive: true });
    for (const tab of tabs) {
      const { page, host, complaints } = await here.open({ theme, state: { view: { tab } } });
      await page.locator(content[tab]).first().waitFor();
      await here.quiet(page, host);
      await page.screenshot({ path: join(pictures, `${tab}-${theme}.png`), fullPage: true });
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  test.each([300, 1600])('fits into a width of %i pixels', async (width) => {
    for (const tab of tabs) {
      const { page, host } = await here.open({ width, state: { view: { tab } } });
      await page.locator(content[tab]).first().waitFor();
      await here.quiet(page, host);
      await page.screenshot({ path: join(pictures, `${tab}-${width}.png`), fullPage: true });
      expect([tab, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([tab, width]);
      expect([tab, await page.evaluate(brokenCells)]).toEqual([tab, []]);
      await page.close();
    }
  });

  test('speaks Chinese where the page does', async () => {
    const { page } = await here.open({ language: 'zh-cn' });
    await page.locator(content.training).waitFor();
    expect(await page.locator('header .state').textContent()).toBe('已完成');
  });
});

describe.skipIf(here.missing !== null)('reading', { timeout: 120_000 }, () => {
  test('goes on with what is new, once for many notices, and only with what the shown tab needs', async () => {
    const { page, host } = await here.open();
    await page.locator(content.training).waitFor();
    await here.quiet(page, host);
    const reads = () => host.asked('read').length;
    const before = reads();
    const summary = await host.summary();
    await Promise.all(Array.from({ length: 30 }, () => host.tell({ type: 'changed', summary })));
    await here.quiet(page, host);
    expect(reads()).toBeGreaterThan(before);
    expect(reads() - before).toBeLessThanOrEqual(10);
    for (const method of ['log', 'report', 'disagreements'] as const) expect(host.asked(method)).toEqual([]);
  });

  test('of a part that one zooms to is of that part, is kept, and comes back', async () => {
    const { page, host, state } = await here.open();
    const over = page.locator('section:has(#title-loss) .u-over');
    await over.waitFor();
    const box = await over.boundingBox();
    if (box === null) throw new Error('The chart has no place.');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 });
    await page.mouse.up();
    await here.quiet(page, host);
    const kept = (await state()) as { view: { zoom: { from: number; to: number } } };
    expect(kept.view.zoom.from).toBeCloseTo(1 + 119 * 0.25, -0.5);
    expect(kept.view.zoom.to).toBeCloseTo(1 + 119 * 0.5, -0.5);
    const last = host.asked('read').at(-1);
    expect((last?.to ?? 0) - (last?.from ?? 0)).toBeLessThan(80);

    const again = await here.open({ state: kept });
    await again.page.locator(content.training).waitFor();
    const follow = again.page.locator('.training vscode-button', { hasText: 'Follow' });
    expect(await follow.getAttribute('disabled')).toBeNull();
    await follow.click();
    await here.quiet(again.page, again.host);
    expect(((await again.state()) as typeof kept).view.zoom).toBeNull();
  });

  test('is asked to stop where the answer is no longer wanted', async () => {
    const { page, host } = await here.open({}, { read: () => new Promise(() => undefined) });
    await page.locator('.training vscode-checkbox', { hasText: 'Log x' }).waitFor();
    await here.frames(page);
    await page.locator('#tab-log').click();
    await page.locator(content.log).waitFor();
    const waiting = host.received.flatMap((message) =>
      message.type === 'request' && message.method === 'read' ? [message.id] : [],
    );
    const cancelled = host.received.flatMap((message) => (message.type === 'cancel' ? [message.id] : []));
    expect(waiting.length).toBeGreaterThan(0);
    expect(cancelled).toEqual(expect.arrayContaining(waiting));
  });
});

describe.skipIf(here.missing !== null)(
  'a run that is not there yet or no longer at work',
  { timeout: 120_000 },
  () => {
    const never = () => new Promise<never>(() => undefined);

    test('is loading, and after a while the panel says what to do', async () => {
      const { page, host } = await here.open({ clock: true }, { describe: never });
      await page.getByText('Loading the run…').waitFor();
      expect(await spinning(page)).not.toBe('none');
      await page.clock.fastForward(9000);
      await page.locator('main').getByText('has not answered yet').waitFor();
      await page.screenshot({ path: join(pictures, 'state-loading.png') });
      await page.locator('vscode-button', { hasText: 'Try Again' }).click();
      await here.until(() => host.asked('describe').length, 2);
    });

    test('is loading: nothing turns for those who asked for less motion', async () => {
      const { page } = await here.open({ reducedMotion: true }, { describe: never });
      await page.getByText('Loading the run…').waitFor();
      expect(await spinning(page)).toBe('none');
      await page.screenshot({ path: join(pictures, 'state-loading-calm.png') });
    });

    test('could not be read: the panel says why and tries again', async () => {
      const failure = { code: 'gone', message: 'The folder of the run is gone.', next: 'Close this panel.' };
      const { page, host } = await here.open(
        {},
        { describe: () => Promise.reject(new RetortError(failure)) },
      );
      await page.getByText('The folder of the run is gone.').waitFor();
      await page.screenshot({ path: join(pictures, 'state-error.png') });
      await page.locator('vscode-button', { hasText: 'Try Again' }).click();
      await here.until(() => host.asked('describe').length, 2);
    });

    test('waits in the queue', async () => {
      const { page } = await here.open({}, await here.as({ state: 'queued', queuePosition: 2 }, []));
      await page.getByText('The run waits for its turn.').waitFor();
      await page.getByText('number 2 in the queue').waitFor();
      await page.screenshot({ path: join(pictures, 'state-queued.png') });
      expect(await seriousFindings(page)).toEqual([]);
    });

    test('was interrupted: the panel says what happened and offers to resume', async () => {
      const { page, host } = await here.open({}, await here.as({ state: 'interrupted' }));
      await page.getByText('ended without finishing').waitFor();
      await page.locator(content.training).waitFor();
      await page.screenshot({ path: join(pictures, 'state-interrupted.png') });
      expect(await seriousFindings(page)).toEqual([]);
      await page.locator('vscode-button', { hasText: 'Resume' }).click();
      await here.until(() => host.asked('act').length, 1);
      expect(host.asked('act')).toEqual([{ action: 'resume' }]);
    });

    test('failed, and says why', async () => {
      const failure = { code: 'diverged', message: 'The loss is not a number.', next: 'Lower the rate.' };
      const { page } = await here.open({}, await here.as({ state: 'failed', failure }));
      await page.getByText('The loss is not a number. Lower the rate.').waitFor();
      await page.screenshot({ path: join(pictures, 'state-failed.png') });
    });

    test('is damaged: the panel says why, and explains it', async () => {
      const failure = { code: 'broken-run', message: 'Its plan.json is torn.', next: 'Delete the run.' };
      const { page, host } = await here.open({}, await here.as({ state: 'damaged', failure }, []));
      await page.locator('header .state', { hasText: 'Damaged' }).waitFor();
      await page.getByText('Its plan.json is torn. Delete the run.').waitFor();
      await page.screenshot({ path: join(pictures, 'state-damaged.png') });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.locator('vscode-button', { hasText: 'Resume' }).count()).toBe(0);
      await page.locator('vscode-button', { hasText: 'Explain' }).click();
      await page.locator('vscode-button', { hasText: 'Show Log' }).click();
      await here.until(() => host.asked('act').length, 2);
      expect(host.asked('act')).toEqual([{ action: 'explain' }, { action: 'show-log' }]);
    });

    test('measured nothing that is a number: its charts say so, and promise nothing', async () => {
      const of = (value: number) => Buffer.from(Float64Array.from({ length: 5 }, () => value).buffer);
      const [x, nan] = [of(1).toString('base64'), of(NaN).toString('base64')];
      const values = { min: nan, max: nan, last: nan };
      const read: Answers['read'] = ({ columns }) =>
        Promise.resolve({ x, columns: Object.fromEntries(columns.map((name) => [name, values])) });
      const { page } = await here.open({}, { read });
      const said = page.getByText('Nothing that was measured is a number.').locator('visible=true');
      await said.waitFor();
      await page.screenshot({ path: join(pictures, 'state-not-finite.png') });
      await page.locator('#tab-layers').click();
      await said.waitFor();
    });

    test('ended before anything was measured: its charts say that, and promise nothing', async () => {
      const { page } = await here.open(
        {},
        { evaluations: () => Promise.resolve([]), read: () => Promise.resolve({ x: '', columns: {} }) },
      );
      await page.getByText('No evaluation yet.').waitFor();
      expect(await page.getByText('This training has ended without any.').count()).toBe(2);
      expect(await page.getByText('appear within a few steps').count()).toBe(0);
    });

    test('has a name that would turn its own end around: it is shown as it is', async () => {
      const turned = 'invoice\u202efdp.exe';
      const failure = { code: 'x', message: `\u2066${turned}`, next: 'Look.' };
      const { page } = await here.open(
        {},
        {
          ...(await here.as({ name: turned, state: 'failed', failure })),
          log: () => Promise.resolve({ text: `first\nsecond ${turned}\n`, from: 0, to: 30 }),
        },
      );
      await page.locator(content.training).waitFor();
      expect(await page.locator('h1').textContent()).toBe('invoice fdp.exe');
      await page.locator('#tab-log').click();
      await page.locator('.log', { hasText: 'second invoice fdp.exe' }).waitFor();
      expect(await page.locator('.log').textContent()).toBe('first\nsecond invoice fdp.exe\n');
      expect(await page.evaluate<string>('document.body.textContent')).not.toMatch(/[\u202e\u2066]/);
    });

    test('goes on when the server is back', async () => {
      const { page, host } = await here.open({}, await here.as({ state: 'running', leftMs: 65_000 }));
      await page.locator(content.training).waitFor();
      await page.getByText('about 1 min 5 s left').waitFor();
      await host.tell({ type: 'connected', connected: false });
      await page.locator('.notice', { hasText: 'server is away' }).waitFor();
      expect(await page.locator('vscode-button', { hasText: 'Stop' }).count()).toBe(0);
      await page.screenshot({ path: join(pictures, 'state-away.png') });
      expect(await page.locator('[role=status]').textContent()).toBe('The training server is away.');
      await host.tell({ type: 'connected', connected: true });
      await page.locator('vscode-button', { hasText: 'Stop' }).waitFor();
    });

    test('changes its state while one looks', async () => {
      const [running, stopped] = [await here.as({ state: 'running' }), await here.as({ state: 'stopped' })];
      const answers = { ...running };
      const { page, host } = await here.open({}, answers);
      await page.locator(content.training).waitFor();
      // It is asked again what the run is, now that it is in another state.
      Object.assign(answers, stopped);
      await host.tell({ type: 'changed', summary: { ...(await host.summary()), state: 'stopped' } });
      await page.locator('header .state', { hasText: 'Stopped' }).waitFor();
      expect(await page.locator('[role=status]').textContent()).toBe('The run is now: Stopped.');
    });
  },
);
