import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './chromium.ts';

const browser = await launchBrowser();
if ('missing' in browser) console.warn(browser.missing);

afterAll(async () => {
  if (!('missing' in browser)) await browser.close();
});

const sources = readdirSync('webview', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|css)$/.test(name))
  .map((name) => join('webview', name));

/** No colours of their own: what is behind, what is there already, and an element. */
const words = new Set([
  'transparent',
  'currentcolor',
  'inherit',
  'initial',
  'unset',
  'revert',
  'canvas',
  'currentColor',
]);

/** Colours that are written out nevertheless. */
const exceptions: Readonly<Record<string, { readonly colours: readonly string[]; readonly why: string }>> = {
  'webview/charts/theme.ts': {
    colours: ['blue', 'orange', 'green', 'purple', 'red', 'yellow'],
    why: 'the ends of --vscode-charts-blue and so on',
  },
  'webview/charts/read-theme.ts': {
    colours: ['CanvasText', 'Canvas', 'GrayText', 'LinkText', 'Highlight'],
    why: 'what the system calls its colours where it forces them',
  },
  'webview/charts/colour.ts': {
    colours: ['rgba(, )'],
    why: 'a colour of the theme with another opacity',
  },
};

/** Strings of a program as they are, with nothing where values are put in. */
function strings(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(''));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest));
  return found;
}

const functions = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([^)]*\)/gi;
const hexadecimal = /#[\da-f]{3,8}\b/gi;

/** What may be a colour in a program: a whole string, or what looks like one inside of it. */
const inProgram = (text: string): readonly string[] =>
  strings(text).flatMap((each) => [
    // A colour that lacks a value is none to the browser.
    ...(each.includes(')') ? [] : [each]),
    ...(each.match(hexadecimal) ?? []),
    ...(each.match(functions) ?? []),
  ]);

/** The same in a stylesheet: every word of every value. */
const inStyles = (text: string): readonly string[] =>
  [...text.replaceAll(/\/\*[^]*?\*\//g, '').matchAll(/[\w-]+\s*:\s*([^;{}]+);/g)].flatMap(
    ([, value = '']) => [
      ...(value.match(functions) ?? []),
      ...(value.replaceAll(/var\(--[\w-]+/g, '').match(/#?[\w-]+/g) ?? []),
    ],
  );

describe.skipIf('missing' in browser)('the colours of the webview', () => {
  test('are the editor’s, every one', async () => {
    if ('missing' in browser) return;
    const page = await browser.newPage();
    const written: [string, string][] = [];
    for (const file of sources) {
      const text = readFileSync(file, 'utf8');
      const candidates = new Set(file.endsWith('.css') ? inStyles(text) : inProgram(text));
      // The browser knows every name there is.
      const colours = await page.evaluate<readonly string[]>(
        `${JSON.stringify([...candidates])}.filter((each) => CSS.supports('color', each) || each.endsWith(')'))`,
      );
      const allowed = exceptions[file]?.colours ?? [];
      for (const colour of colours)
        if (!words.has(colour) && !allowed.includes(colour)) written.push([file, colour]);
    }
    expect(written).toEqual([]);
  });

  test.each([
    ['stroke: #123456;', '#123456'],
    ['border: 1px solid tomato;', 'tomato'],
    ['color: var(--vscode-foreground, red);', 'red'],
    ['background: rgb(1 2 3 / 50%);', 'rgb(1 2 3 / 50%)'],
  ])('%s would be found', (style, colour) => {
    expect(inStyles(`a { ${style} }`)).toContain(colour);
    expect(inProgram(`pen.fillStyle = '${colour}';`)).toContain(colour);
  });
});
