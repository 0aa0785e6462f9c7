import { beforeAll, describe, expect, test } from 'vitest';
import { completions } from '../../server/language/completion/completions.ts';
import { documentSymbols } from '../../server/language/navigation/symbols.ts';
import type { Snapshot } from '../../server/language/snapshot.ts';
import { parse } from '../../server/recipe/parse.ts';
import { noFiles } from '../language/completion/apply.ts';
import { seen } from '../language/cursor-text.ts';
import { recipe } from './recipes.ts';

const lines = 5000;

/** The recipe of the design with its second stage again and again. */
function large(): string {
  const start = recipe.indexOf('  - name: distil');
  const end = recipe.indexOf('evaluate:');
  const stage = recipe.slice(start, end);
  const times = Math.ceil((lines - recipe.split('\n').length) / (stage.split('\n').length - 1));
  const more = Array.from({ length: times }, (_, index) => stage.replace('distil', `distil-${index}`));
  return recipe.slice(0, end) + more.join('') + recipe.slice(end);
}

describe('a recipe of five thousand lines', () => {
  const text = large();
  let snapshot: Snapshot;
  beforeAll(async () => {
    snapshot = await seen(text);
  });

  test('is checked like any other', () => {
    expect(text.split('\n').length).toBeGreaterThan(lines);
    expect(snapshot.problems).toEqual([]);
  });

  test('is completed in its last stage', async () => {
    const offset = text.lastIndexOf('loss: kd') + 'loss: k'.length;
    const labels = (await completions(snapshot, offset, noFiles)).map(({ label }) => label);
    expect(labels).toContain('kd');
  });

  test('has all its stages among its symbols', () => {
    const stages = documentSymbols(snapshot).find(({ name }) => name === 'stages');
    expect(stages?.children).toHaveLength(text.split('- name: ').length - 1);
  });
});

test('a mistake at the end of a long recipe is found where it is', async () => {
  const text = large().replace(/keep: (?=[^k]*$)/u, 'keap: ');
  const { problems } = await seen(text);
  expect(problems.map(({ code, range }) => [code, range.start])).toEqual([
    ['unknown-key', text.indexOf('keap')],
  ]);
});

test('five thousand lines of two hundred characters are read', () => {
  const term = '{ loss: kd, weight: 0.9, temperature: 4, data: labelled }';
  const line = `  - [${[term, term, term].join(', ')}]\n`;
  const { problems, root } = parse(`x:\n${line.repeat(lines)}`);
  expect(problems).toEqual([]);
  const [entry] = root?.kind === 'map' ? root.entries : [];
  expect(entry?.value.kind === 'list' && entry.value.items.length).toBe(lines);
});
