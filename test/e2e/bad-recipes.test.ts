import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRefused } from './refusal.ts';
import { recipe, workspace } from './workspace.ts';

const changed = (from: string | RegExp, to: string): string => {
  const text = recipe().replace(from, to);
  expect(text).not.toBe(recipe());
  return text;
};

test.each([
  ['broken YAML', changed('transfer: 1 }', 'transfer: 1'), '22:11 yaml-syntax', 'expected }'],
  ['a tab', changed('    train: big', '\ttrain: big'), '13:1 yaml-tab', 'Replace it with spaces'],
  ['a misspelt key', changed('optimizer:', 'optimiser:'), '17:5 unknown-key', 'Rename to optimizer'],
  ['an unknown key', `${recipe()}colour: red\n`, '31:1 unknown-key', 'Expected one of'],
  ['a key called __proto__', `${recipe()}__proto__: { version: 2 }\n`, '31:1 unknown-key', 'Expected one of'],
  ['a model called __proto__', changed(/\bbig\b/g, '__proto__'), '9:3 wrong-form', 'expected a letter'],
  [
    'a loss called constructor',
    changed('loss: kd', 'loss: constructor'),
    '28:17 unknown-value',
    'expected one of',
  ],
  [
    'an alias within what it repeats',
    changed('take: 40', 'augment: &a [*a]'),
    '4:54 alias-bomb',
    'Write the value out',
  ],
  ['a nest of brackets', '['.repeat(100_000), '1:1 recipe-too-deep', 'unclosed brackets'],
  [
    'more text than a recipe has',
    `${recipe()}# ${'x'.repeat(1_000_000)}`,
    '1:1 recipe-too-large',
    'files of their own',
  ],
  ['an empty file', '', '1:1 empty-recipe', 'It begins with version: 1'],
  ['bytes that are no text', '\0'.repeat(1000), '1:1 empty-recipe', 'It begins with version: 1'],
  ['two documents', `${recipe()}---\n${recipe()}`, '31:1 several-documents', 'Remove the `---`'],
  ['another version', changed('version: 1', 'version: 9'), '1:10 other-version', 'Update Retort'],
])('%s is one problem at its place, and nothing is made', async (_, text, found, next) => {
  const { say, files } = await workspace(text);
  const before = await files();
  const [, code = ''] = found.split(' ');
  const where = `small.distill.yaml:${found.replace(' ', ' error ')}: `;
  expectRefused(await say('run', 'small.distill.yaml'), { exit: 1, code, where, next });
  expect(await files()).toEqual(before);
});

test('aliases of aliases that would be millions of values are found, not followed', async () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const [name, above] = ['abcdefghij'.charAt(level + 1), 'abcdefghij'.charAt(level)];
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${above}`).join(', ')}]`;
  });
  const { say } = await workspace(`version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`);
  const { code, stdout } = await say('check', 'small.distill.yaml');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^small\.distill\.yaml:7:7 error alias-bomb: .* Write fewer aliases/m);
});

test.each([
  ['10 MB', 'recipe-too-large', recipe() + '# x'.repeat(3_500_000)],
  ['in UTF-16', 'not-a-recipe', Buffer.from(`\ufeff${recipe()}`, 'utf16le')],
  ['in Latin-1', 'not-a-recipe', Buffer.from(recipe().replace('Small', 'Grün'), 'latin1')],
])('a recipe %s is refused before it is read', async (_, code, content) => {
  const { say, write, path } = await workspace();
  await write('small.distill.yaml', content);
  expectRefused(await say('run', 'small.distill.yaml'), {
    exit: 6,
    code,
    where: path('small.distill.yaml'),
    next: 'retort init',
  });
});

test.each([
  ['a byte-order mark', `\ufeff${recipe()}`],
  ['line ends of Windows', recipe().replaceAll('\n', '\r\n')],
])('%s is no problem', async (_, text) => {
  const { say } = await workspace(text);
  const { code, stdout } = await say('check', 'small.distill.yaml');
  expect(stdout).not.toContain(' error ');
  expect(code).toBe(0);
});

test('a name that is HTML is text in the report', async () => {
  const name = `<script>alert(1)</script><img src=x onerror=alert(2)> ]]> <!-- "'`;
  const { say, run } = await workspace(changed('name: Small', `name: ${JSON.stringify(name)}`));
  const { code, stdout } = await say('run', 'small.distill.yaml');
  expect(code).toBe(0);
  expect(stdout).toContain(name);
  const page = await readFile(join(await run(), 'report.html'), 'utf8');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script>alert|<img src=x/);
});

test('a name that steers terminals is shown, not obeyed', async () => {
  const { say } = await workspace(changed('name: Small', String.raw`name: "a\e[31m\e]0;owned\x07\n\u202Eb"`));
  const outputs = await Promise.all([say('plan', 'small.distill.yaml'), say('run', 'small.distill.yaml')]);
  for (const { code, stdout, stderr } of [...outputs, await say('runs'), await say('report', 'last')]) {
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  }
});

test('a workspace may have spaces, any script and a path of any length', async () => {
  const inside = `ein Ordner mit Leerzeichen/蒸馏 ü/${'x'.repeat(200)}`;
  const { say, run, files } = await workspace(recipe(), inside);
  expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
  expect(await say('export', 'last', '--out', 'ein Netz')).toMatchObject({ code: 0 });
  expect(await files()).toContain('ein Netz/small.safetensors');
  expect(await run()).toContain('蒸馏');
});
