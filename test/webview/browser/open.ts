import type { Browser, Page } from 'playwright-core';
import type { FromPanel } from '../../../server/protocol/panel.ts';
import type { RunHost } from './host.ts';
import type { Site } from './page.ts';

export interface OpenOptions {
  readonly theme?: string;
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier panel kept. */
  readonly state?: unknown;
  readonly reducedMotion?: boolean;
  /** Time stands still until the test moves it. */
  readonly clock?: boolean;
}

export interface OpenPanel {
  readonly page: Page;
  /** What it kept last. */
  readonly state: () => Promise<unknown>;
  /** Errors of the page and refusals of its policy. */
  readonly complaints: readonly string[];
}

/** The API that VS Code gives to a webview, over Playwright's binding. Bytes travel as base64. */
const editorApi = (state: string): string => `
  window.acquireVsCodeApi = () => {
    let state = ${state};
    return {
      postMessage(message) {
        const { params } = message;
        if (params && params.content instanceof ArrayBuffer) {
          const bytes = Array.from(new Uint8Array(params.content), (byte) => String.fromCharCode(byte)).join('');
          message = { ...message, params: { ...params, content: 'base64:' + btoa(bytes) } };
        }
        window.toHost(message);
      },
      setState: (next) => { state = next; window.keptState = next; return next; },
      getState: () => state,
    };
  };
`;

/** A panel in a tab of its own, connected to a host. */
export async function openPanel(
  browser: Browser,
  site: Site,
  host: RunHost,
  options: OpenOptions = {},
): Promise<OpenPanel> {
  const { theme = 'dark', language = 'en', width = 1100, height = 900, state } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
  });
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${error.message}\n${error.stack ?? ''}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  host.sender = async (message) => {
    if (!page.isClosed()) await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  };
  await page.exposeBinding('toHost', (_, message: FromPanel) => host.receive(message));
  await page.addInitScript(editorApi(state === undefined ? 'undefined' : JSON.stringify(state)));
  if (options.clock === true) await page.clock.install();
  await page.goto(site.url(theme, language));
  return { page, state: () => page.evaluate('window.keptState'), complaints };
}
