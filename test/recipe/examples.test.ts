import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../../server/recipe/check.ts';
import { noFacts, type Facts } from '../../server/recipe/facts.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse, type RecipeDocument } from '../../server/recipe/parse.ts';
import { notYet } from './examples.ts';

const files = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.distill.yaml'))
  .sort();

/** Data and checkpoints beside a checkout, not in it: what check says without them is no fault of the recipe. */
const shared = '../shared';
const needsShared = (text: string): boolean =>
  /(?:source: image-folder|kind: huggingface), path: \S*\/shared\//u.test(text);

// What is known of one example's files need not be read again for the next.
let facts: Facts = noFacts('');

async function problemsOf(document: RecipeDocument, file: string) {
  facts = await gather(document, `examples/${file}`, facts);
  const { problems, needs } = check(document, facts);
  expect(needs).toEqual([]);
  return problems;
}

test('every example that the table of what is not built names is there', () => {
  expect(Object.keys(notYet).filter((file) => !files.includes(file))).toEqual([]);
});

test('docs/methods-in-recipes.md lists every example once, and says which run', () => {
  const rows = readFileSync('docs/methods-in-recipes.md', 'utf8').matchAll(
    /\(\.\.\/examples\/(?<file>[^)]+)\)\s*\|(?<today>[^|]+)\|/gu,
  );
  const listed = [...rows].map(({ groups }) => [groups?.file, groups?.today?.trim() === 'runs']);
  const wanted = files.map((file) => [file, !Object.hasOwn(notYet, file)]);
  expect(listed.sort()).toEqual(wanted.sort());
});

test('the smallest recipe of docs/recipe-guide.md has no error', () => {
  const guide = readFileSync('docs/recipe-guide.md', 'utf8');
  const smallest = /```yaml\n(version: 1\n[^`]+)```/u.exec(guide)?.[1] ?? '';
  const errors = check(parse(smallest), noFacts('')).problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
});

describe.each(files)('examples/%s', (file) => {
  const text = readFileSync(`examples/${file}`, 'utf8');
  const absent = needsShared(text) && !existsSync(shared);

  test.skipIf(absent)(
    `${Object.hasOwn(notYet, file) ? 'says what is not built yet, and nothing else is wrong' : 'checks clean'}${absent ? ` (${shared} is absent)` : ''}`,
    async () => {
      const problems = await problemsOf(parse(text), file);
      const place = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
      // What published code does may look odd: saying so is no fault found.
      const faults = problems.filter(({ severity }) => severity !== 'hint' && severity !== 'information');
      const wrong = faults.filter(({ code }) => code !== 'not-in-this-version');
      expect(wrong.map(({ code, message, range }) => `${code} at ${place(range)}: ${message}`)).toEqual([]);
      expect(faults.map(({ range }) => place(range))).toEqual(notYet[file] ?? []);
    },
  );

  test('says in its first lines what it is, with its source and what its numbers belong to', () => {
    const comment = /^(?:# .*\n)+/u.exec(text)?.[0] ?? '';
    expect(comment).toMatch(/Sources?:/u);
    expect(comment).toMatch(/belongs? to|weights/u);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });
});
