import { reportColours } from './report-colours.ts';

/** What the page of a run is made of; addresses are those that the webview gives. */
export interface Page {
  readonly script: string;
  readonly style: string;
  /** Source of the webview's own resources, for the policy. */
  readonly source: string;
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  /** The panel's first state, for its page to keep. */
  readonly state: unknown;
}

/** Nothing is loaded but the page's own script, stylesheet, images it makes and fonts; nothing is evaluated. */
export const policy = ({ source, nonce }: Pick<Page, 'source' | 'nonce'>): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}' ${source}`,
    `img-src data: blob:`,
    `font-src ${source}`,
  ].join('; ');

/** The page; every value in it is text, whatever characters it has. */
export function html(page: Page): string {
  const { script, style, nonce, language, title, state } = page;
  return `<!doctype html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy(page))}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta property="csp-nonce" content="${nonce}">
    <title>${escaped(title)}</title>
    <link rel="stylesheet" nonce="${nonce}" href="${escaped(style)}">
  </head>
  <body data-state="${escaped(JSON.stringify(state))}">
    <script type="module" nonce="${nonce}" src="${escaped(script)}"></script>
  </body>
</html>
`;
}

/**
 * A run's report for a webview without scripts, in the editor's colours. Whoever made the run's folder wrote it: whatever
 * policy it has of its own, it loads nothing. That policy allows no style but the page's; what is before it, it leaves be.
 */
export const reportPage = (report: string): string =>
  `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>${reportColours}</style>
${report.replace(/^\s*<!doctype html>/i, '')}`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
