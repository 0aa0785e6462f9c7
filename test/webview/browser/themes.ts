import { readFileSync } from 'node:fs';
import type { PageTheme } from './page.ts';

/** The colours of VS Code's four default themes that the panel uses, as its workbench computes them. */
export const themes: readonly PageTheme[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'].map(
  (name) => JSON.parse(readFileSync(`test/webview/browser/themes/${name}.json`, 'utf8')) as PageTheme,
);
