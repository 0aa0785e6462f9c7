import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { pictures } from './pictures.ts';
import type { Editor } from './start.ts';
import { themes, type Theme } from './themes.ts';
import { until } from './until.ts';

/** One window of the editor, and what a person does in it. */
export interface Workbench {
  readonly page: Page;
  /** What went wrong in the window by our doing: console errors, exceptions, failed requests. */
  readonly complaints: readonly string[];
  /** Runs a command by its full title in the palette. */
  readonly command: (title: string) => Promise<void>;
  /** Opens the palette with these words in it, and waits until a command of that title is listed. */
  readonly palette: (words: string, title: string) => Promise<void>;
  /** Shows the side bar of Retort. */
  readonly showSideBar: () => Promise<void>;
  /** Rows of a view of the side bar, by the view's title. */
  readonly rows: (view: string) => Locator;
  /** Inside of the webview that is shown. */
  readonly webview: () => FrameLocator;
  readonly notifications: () => Locator;
  readonly reload: () => Promise<void>;
  /** A picture of the window in each of four themes. */
  readonly photograph: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a window and waits until it can be worked with. */
export async function openWorkbench(
  editor: Editor,
  browser: Browser,
  folder?: string,
  language: 'en' | 'zh-cn' = 'en',
): Promise<Workbench> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US' });
  // What a language pack sets; the editor's own texts stay English, extensions are told the language.
  if (language !== 'en')
    await context.addInitScript((chosen) => {
      Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: chosen });
    }, language);
  // A loaded machine starts a server and a page in tens of seconds; whoever sees what it waits for waits no longer.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto(editor.address(folder));
  await ready(page);

  return {
    page,
    complaints,
    async command(title) {
      await palette(page, title, title);
      // What was listed before these words were typed is listed until it is filtered: Enter takes what has the focus.
      const row = page.locator(`${rows}.focused`, { hasText: title });
      await row.waitFor();
      await page.keyboard.press('Enter');
      await row.waitFor({ state: 'hidden' });
    },
    palette: (words, title) => palette(page, words, title),
    async showSideBar() {
      const title = page.locator('.sidebar .composite.title h2', { hasText: 'Retort' });
      // A click on what is shown hides it, also when a window that is reloaded has just shown it again.
      await until('the side bar', async () => {
        if (!(await title.isVisible()))
          await page.locator('.activitybar a[aria-label^="Retort"]').click({ timeout: 10_000 });
        await title.waitFor({ timeout: 10_000 });
        return true;
      });
    },
    rows: (view) =>
      page
        .locator('.sidebar .pane')
        .filter({ has: page.locator('.pane-header .title', { hasText: view }) })
        .locator('.pane-body .monaco-list-row'),
    webview: () =>
      page
        .locator('iframe.webview.ready')
        .filter({ visible: true })
        .last()
        .contentFrame()
        .frameLocator('iframe#active-frame'),
    notifications: () => page.locator('.notifications-toasts .notification-list-item'),
    async reload() {
      await page.reload();
      await ready(page);
    },
    async photograph(name) {
      await mkdir(pictures, { recursive: true });
      for (const theme of themes) {
        await wear(editor, page, theme);
        await page.screenshot({ path: join(pictures, `${name}.${theme.short}.png`) });
      }
      await wear(editor, page, themes[0]);
    },
    close: () => context.close(),
  };
}

async function ready(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .activitybar').waitFor();
  // The status bar knows the remote host once the extension host is connected.
  await page.locator('.statusbar [id="status.host"], .statusbar .remote-kind').first().waitFor();
}

const rows = '.quick-input-list .monaco-list-row';

async function palette(page: Page, words: string, title: string): Promise<void> {
  await focusWorkbench(page);
  const input = page.locator('.quick-input-widget .quick-input-box input');
  // A key pressed while the workbench is still waking up gets lost: again until the palette lists it.
  await until(`the palette to list ${title}`, async () => {
    // Of what is registered later, an open palette does not know.
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await input.waitFor({ timeout: 5_000 });
    await input.fill(`>${words}`, { timeout: 5_000 });
    await page.locator(rows, { hasText: title }).first().waitFor({ timeout: 5_000 });
    return true;
  });
}

/** Keys go to a webview that has the focus. */
async function focusWorkbench(page: Page): Promise<void> {
  await page.locator('.statusbar').click({ position: { x: 640, y: 10 } });
}

async function wear(editor: Editor, page: Page, { name, marker }: Theme): Promise<void> {
  await editor.configure({ 'workbench.colorTheme': name });
  await page.locator(`.monaco-workbench.${marker}`).first().waitFor();
  // Some parts of the window fade from theme to theme.
  await page.waitForFunction(atRest);
}

/** For the window, whose types are not ours. What never ends, as a spinner, doesn't count. */
const atRest = `document.getAnimations().every(
  (one) => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity,
)`;

/** The editor says much of its own; ours is what names us or comes from a page of ours. */
const isOurs = (text: string, from: string): boolean =>
  /retort/i.test(text) || from.includes('webview') || text.includes('dist/webview');

function listen(page: Page): readonly string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => {
    if (isOurs(error.stack ?? error.message, '')) heard.push(`exception: ${error.message}`);
  });
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && isOurs(message.text(), url)) heard.push(`${message.text()} (${url})`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A page that goes away takes its requests with it.
    if (why !== 'net::ERR_ABORTED' && isOurs(request.url(), '')) heard.push(`${request.url()} ${why}`);
  });
  return heard;
}
