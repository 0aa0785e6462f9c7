import { expect, it } from 'vitest';
import { fileName } from '../../../extension/run-panel/file-name.ts';
import { html, policy, reportPage } from '../../../extension/run-panel/html.ts';

const page = {
  script: 'https://resource/run.js',
  style: 'https://resource/run.css',
  source: 'https://resource',
  nonce: 'abc',
  language: 'en',
  title: 'Digits',
  state: { run: '/r', language: 'en' },
};

it('allows its own script, style, pictures that it makes, and nothing else', () => {
  const rules = policy(page);
  expect(rules).toMatch(/^default-src 'none';/);
  expect(rules).not.toMatch(/unsafe|eval|\*|connect-src/);
  expect(html(page)).toContain('<meta property="csp-nonce" content="abc">');
});

it('shows names and paths as text', () => {
  const hostile = `"'><script>alert(1)</script>`;
  const text = html({
    ...page,
    title: hostile,
    language: hostile,
    state: { run: hostile, language: hostile },
  });
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).not.toContain(hostile);
});

it.each([
  ['Loss, weighted', 'Loss- weighted'],
  ['../../etc/passwd', 'etc-passwd'],
  ['a/b\\c:d*e', 'a-b-c-d-e'],
  ['损失', '损失'],
  ['...', 'chart'],
  ['', 'chart'],
])('names the file of a chart called %j %j', (proposed, name) => {
  expect(fileName(proposed)).toBe(name);
});

it('lets a report load nothing, whatever it says of itself', () => {
  const shown = reportPage('<!DOCTYPE html>\n<html><img src="https://elsewhere/x.png"></html>');
  expect(shown).toMatch(
    /^<!doctype html>\n<meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
  );
  expect(shown.indexOf('<meta')).toBeLessThan(shown.indexOf('<html>'));
  expect(shown.match(/<!doctype/gi)).toHaveLength(1);
});

it('gives a report the colours of the editor before the policy of its own, which would refuse them', () => {
  const own = `<!doctype html><meta http-equiv="Content-Security-Policy" content="style-src 'none'"><p>`;
  const shown = reportPage(own);
  expect(shown.indexOf('var(--vscode-editor-background)')).toBeGreaterThan(0);
  expect(shown.indexOf('</style>')).toBeLessThan(shown.indexOf(`style-src 'none'`));
  expect(shown.match(/<style>/g)).toHaveLength(1);
});
