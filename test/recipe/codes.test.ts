import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes } from '../../server/recipe/codes.ts';

const sources = readdirSync('server/recipe', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'codes.ts')
  .map((file) => readFileSync(`server/recipe/${file}`, 'utf8'))
  .join('\n');

/** Codes that the sources put into problems, where they are written out. */
const written = [
  ...sources.matchAll(/(?:problem|wrong|report|refused)\(\s*(?:state|text)?,?\s*'([a-z0-9-]+)'/gu),
  ...sources.matchAll(/\bcode: '([a-z0-9-]+)',\s*severity/gu),
].map(([, code]) => code ?? '');

test('every code that a problem can have is explained', () => {
  expect(written.length).toBeGreaterThan(50);
  expect([...new Set(written)].filter((code) => !Object.hasOwn(codes, code))).toEqual([]);
});

test('every code that is explained is in the sources', () => {
  // `unknown-model` and its like are put together from what is unknown, duplicates and idle names likewise.
  const composed =
    /^(?:unknown-(?:model|data|tap|field|input)|duplicate-(?:stage|term)|unused-(?:model|data))$/u;
  const missing = Object.keys(codes).filter((code) => !composed.test(code) && !sources.includes(`'${code}'`));
  expect(missing).toEqual([]);
});

test('explanations are sentences', () => {
  for (const text of Object.values(codes)) expect(text).toMatch(/^[A-Z`].*\.$/u);
});
