import type { Browser } from 'playwright-core';
import { installBrowser, openBrowser } from '../../editor/browser.ts';

/** A real browser, or why there is none. */
export async function launchBrowser(): Promise<Browser | { readonly missing: string }> {
  try {
    const found = await installBrowser();
    return 'missing' in found ? found : await openBrowser(found);
  } catch (error) {
    return { missing: `No browser could be started: ${String(error)}` };
  }
}
