import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real browser: the system's, or the one from npm. Or why there is none. */
export async function launchBrowser(): Promise<Browser | { readonly missing: string }> {
  try {
    const executablePath = installed.find(existsSync) ?? (await packed());
    return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  } catch (error) {
    return { missing: `No browser could be started: ${String(error)}` };
  }
}

async function packed(): Promise<string> {
  const { default: packedChromium } = await import('@sparticuz/chromium');
  return packedChromium.executablePath();
}
