import { afterEach, describe, expect, test } from 'vitest';
import { speak } from '../../server/text/say.ts';
import { changed, problemsOf } from './recipes.ts';

afterEach(() => speak('en'));

const firstOf = async (text: string) => {
  const [problem] = await problemsOf(text);
  return { message: problem?.message ?? '', fixes: (problem?.fixes ?? []).map(({ title }) => title) };
};

describe('what is said', () => {
  test.each([
    ['one entry', ['[[hidden.1, features.2]]', '[[hidden.1]]'], 'Found 1 entry, expected exactly 2.'],
    ['what trains', ['train: big', 'train:'], 'Found nothing, expected the name of a model or a list.'],
    [
      'a number as it is written',
      ['seeds: [1]', 'seeds: [99999999999999999999]'],
      'Found 99999999999999999999, expected at most 9007199254740991.',
    ],
    ['a word on one line', ['train: big', 'train: |\n      big'], 'There is no model big. Did you mean big?'],
    [
      'a split that is trained on',
      ['data: labelled\n', 'data: test\n'],
      'A stage trains on test itself: its figures will look better than they are. Train on other data.',
    ],
  ] as const)('%s', async (_, change, message) => {
    expect((await firstOf(changed(change))).message).toBe(message);
  });

  test('one epoch and one step', async () => {
    expect((await firstOf(changed(['every: 1 epoch', 'every: 1']))).fixes).toEqual([
      'Change to 1 epoch',
      'Change to 1 step',
    ]);
  });
});

test('in Chinese no space stands between Chinese and Chinese', async () => {
  await speak('zh-cn');
  for (const change of [
    ['losses: [{ loss: hard }]', 'losses: 3'],
    ['seeds: [1]', 'colour: blue'],
    ['network: { kind: lenet5 }', 'network: [1]'],
    ['data/t10k', 'data/nowhere'],
  ] as const) {
    const { message } = await firstOf(changed(change));
    expect(message).toMatch(/[\u4e00-\u9fff]/u);
    expect(message).not.toMatch(/[\u3000-\u9fff\uff00-\uffef] [\u3000-\u9fff\uff00-\uffef]/u);
  }
});
