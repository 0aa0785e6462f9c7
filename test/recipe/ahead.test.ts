import { describe, expect, test } from 'vitest';
import { checkAhead } from '../../server/recipe/ahead.ts';
import { check } from '../../server/recipe/check.ts';
import type { Circumstances } from '../../server/recipe/circumstances.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { changed, recipe, recipePath } from './recipes.ts';

const here: Circumstances = {
  availableBytes: 64e9,
  backends: [
    { name: 'onnx', threads: 1, unusable: 'There is no ONNX Runtime for this platform.' },
    { name: 'wasm', threads: 1, unusable: null },
    { name: 'cpu', threads: 1, unusable: null },
  ],
  last: null,
};

/** Problems as `code severity: the text that it is about`, and the first one's fixes. */
async function ahead(text: string, circumstances: Partial<Circumstances> = {}) {
  const document = parse(text);
  const facts = await gather(document, recipePath);
  const problems = await checkAhead(document, facts, check(document, facts), { ...here, ...circumstances });
  return {
    problems: problems.map(
      ({ code, severity, range }) => `${code} ${severity}: ${text.slice(range.start, range.end)}`,
    ),
    messages: problems.map(({ message }) => message),
    fixes: problems[0]?.fixes?.map(({ title }) => title) ?? [],
  };
}

test('a recipe that fits, with usable backends and no runs, has no problem', async () => {
  expect((await ahead(recipe)).problems).toEqual([]);
});

test('nothing is said of a recipe with errors', async () => {
  const broken = changed(['loss: hint', 'loss: hnit']);
  expect((await ahead(broken, { availableBytes: 1 })).problems).toEqual([]);
});

test('a backend that is named and unusable here is shown with those that can', async () => {
  const { problems, messages, fixes } = await ahead(`backend: onnx\n${recipe}`);
  expect(problems).toEqual(['unusable-backend warning: onnx']);
  expect(messages[0]).toContain('There is no ONNX Runtime for this platform. What can: wasm, cpu, auto.');
  expect(fixes).toEqual(['Change to wasm', 'Change to cpu', 'Change to auto']);
});

describe('memory', () => {
  test('that is too little is said at the batch, which its fix makes small enough', async () => {
    const large = recipe.replaceAll('batch: 64', 'batch: 4096');
    // Little more than what the batch of the recipe needs.
    const { messages } = await ahead(recipe, { availableBytes: 1 });
    const needed = messages.map((message) => Number(/take ([\d.]+) MB/.exec(message)?.[1]));
    const availableBytes = Math.max(...needed) * 1.2e6;
    const { problems, fixes } = await ahead(large, { availableBytes });
    expect(problems).toContain('too-little-memory warning: 4096');
    const [batch = 0] = fixes.map((title) => Number(/\d+$/.exec(title)?.[0]));
    expect(batch).toBeGreaterThanOrEqual(64);
    const smaller = await ahead(recipe.replaceAll('batch: 64', `batch: ${batch}`), { availableBytes });
    expect(smaller.problems).toEqual([]);
  });

  test('that no batch fits into is said too', async () => {
    const { problems, messages } = await ahead(recipe, { availableBytes: 1e6 });
    expect(problems).toHaveLength(2);
    expect(messages[0]).toContain('No smaller batch would fit.');
  });
});

describe('the last run', () => {
  const last = { id: '20260101-last', terms: {}, checkpoints: {} };

  test('shows terms that were next to nothing beside another', async () => {
    const terms = { 'distil/hard': 0.2, 'distil/kd': 0.4, 'distil/shape': 0.0001 };
    const { problems, messages } = await ahead(recipe, { last: { ...last, terms } });
    expect(problems).toEqual(['terms-far-apart hint: shape']);
    expect(messages[0]).toContain('0.00010 beside 0.40 of kd: 4000 times less');
  });

  test('says nothing of terms within a factor of a thousand, of terms that were zero, and of other stages', async () => {
    const terms = { 'distil/hard': 0.2, 'distil/kd': 150, 'distil/shape': 0, 'other/kd': 1e9 };
    expect((await ahead(recipe, { last: { ...last, terms } })).problems).toEqual([]);
  });
});
