import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A theme's variables as VS Code gives them to a webview. */
export interface PageTheme {
  readonly name: string;
  /** As on the body of a webview: `vscode-dark`. */
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What the page says its run is: the panel keeps it and never uses it. */
export const runOfPage = '/workspace/run';

export interface Site {
  readonly url: (theme: string, language: string) => string;
  close(): Promise<void>;
}

/** Serves the panel's page as the extension does: the same policy, one nonce, nothing inline. */
export async function servePanel(folder: string, themes: readonly PageTheme[]): Promise<Site> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', folder, themes).then(({ status, type, body, policy }) => {
      response.writeHead(status, {
        'content-type': type,
        ...(policy === null ? {} : { 'content-security-policy': policy }),
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port, it has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: (theme, language) => `http://127.0.0.1:${port}/?theme=${encodeURIComponent(theme)}&lang=${language}`,
    close: () => closed(server),
  };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const html = 'text/html; charset=utf-8';

async function answer(url: string, folder: string, themes: readonly PageTheme[]) {
  const { pathname, searchParams } = new URL(url, 'http://panel');
  const plain = { status: 200, policy: null };
  const files: Readonly<Record<string, string>> = { '/run.js': 'text/javascript', '/run.css': 'text/css' };
  const type = files[pathname];
  if (type !== undefined) return { ...plain, type, body: await readFile(join(folder, 'webview', pathname)) };
  if (pathname !== '/') return { status: 404, type: html, body: '', policy: null };
  const theme = themes.find(({ name }) => name === searchParams.get('theme'));
  const nonce = randomBytes(16).toString('base64');
  return {
    ...plain,
    type: html,
    body: document(theme, searchParams.get('lang') ?? 'en', nonce),
    policy: `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}' 'self'; img-src data: blob:`,
  };
}

function document(theme: PageTheme | undefined, language: string, nonce: string): string {
  const variables = Object.entries(theme?.variables ?? {}).map(([name, value]) => `${name}: ${value};`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<title>Run</title>
<style nonce="${nonce}">html { ${variables.join(' ')} }</style>
<link rel="stylesheet" href="/run.css">
</head>
<body class="${theme?.kind ?? 'vscode-dark'}" data-state='${JSON.stringify({ run: runOfPage })}'>
<script type="module" nonce="${nonce}" src="/run.js"></script>
</body>
</html>`;
}
