import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { noFacts } from '../../server/recipe/facts.ts';
import { recipe, recipePath } from '../recipe/recipes.ts';
import { bases, cases, probe } from './fuzzing.ts';

/** Of the processor. The slowest of these take a quarter of a second; a busy machine has made twenty times that of it. */
const hangsMs = 30_000;

describe('whatever the text, every handler answers with places inside it and soon', () => {
  let all: Awaited<ReturnType<typeof bases>>;
  beforeAll(async () => {
    all = await bases();
  });

  test('all examples and templates as they are', async () => {
    for (const base of all) {
      for (let offset = 0; offset <= base.text.length; offset += 397)
        await probe({ ...base, offset, end: Math.min(offset + 200, base.text.length) });
    }
  }, 300_000);

  test('spoiled, and made of random bytes', async () => {
    const one = fc.asyncProperty(cases(all), async (spoiled) => {
      expect((await probe(spoiled)).ms).toBeLessThan(hangsMs);
    });
    await fc.assert(one, { numRuns: 2000, seed: 6 });
  }, 600_000);
});

describe('texts that are made to hang', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
        const before = String.fromCharCode(name.charCodeAt(0) - 1);
        return `${name}: &${name} [${`*${before}, `.repeat(8 + (index % 2))}*${before}]`;
      }),
    )
    .join('\n');

  test.each([
    ['an alias bomb', bomb],
    ['an alias bomb as data', `data: { ${bomb.replaceAll('\n', ', ')} }`],
    ['a line of ten million signs', `name: ${'x'.repeat(10_000_000)}`],
    ['ten million line ends', '\n'.repeat(10_000_000)],
    ['ten million Windows line ends', `name: a${'\r\n'.repeat(10_000_000)}`],
    ['deep flow', '['.repeat(100_000)],
    ['deep maps', '{a: '.repeat(100_000)],
    ['deep blocks', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['deep lists', '- '.repeat(100_000)],
    ['a quote that never ends', `name: "${'x\n'.repeat(100_000)}`],
    ['many keys', Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join('\n')],
    [
      'many anchors',
      Array.from({ length: 5000 }, (_, index) => `k${index}: &a${index} *a${index}`).join('\n'),
    ],
    [
      'many stages',
      recipe + 'stages:\n' + '  - { name: a, train: small, losses: [{ loss: kd }] }\n'.repeat(1700),
    ],
    ['brackets without end', `models: ${'[{'.repeat(50_000)}`],
    ['backslashes in quotes', `name: "${'\\\\'.repeat(200_000)}"`],
    ['comments', '#'.repeat(500_000)],
    ['hostile spaces', `name:${' '.repeat(900_000)}x`],
  ])('%s', async (_, text) => {
    const facts = noFacts(recipePath);
    for (const offset of [0, Math.floor(text.length / 2), text.length]) {
      const { name, ms } = await probe({ text, facts, offset, end: text.length });
      expect(ms, name).toBeLessThan(hangsMs);
    }
  });
});
