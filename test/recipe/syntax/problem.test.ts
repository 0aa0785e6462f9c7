import { afterEach, describe, expect, test } from 'vitest';
import { parse } from '../../../server/recipe/parse.ts';
import { speak } from '../../../server/text/say.ts';
import { after } from '../edits.ts';
import { changed, found, recipe } from '../recipes.ts';

afterEach(() => speak('en'));

/** The only problem of a text: where it is, what it says, and the text after its fix. */
function slipOf(text: string) {
  const [problem, ...others] = parse(text).problems;
  if (problem === undefined || others.length > 0) throw new Error('Expected one problem.');
  const [fix] = problem.fixes ?? [];
  return {
    code: problem.code,
    place: text.slice(problem.range.start, problem.range.end),
    message: problem.message,
    fixed: fix === undefined ? null : after(text, fix),
  };
}

describe('a slip is said on its line, and put right', () => {
  test.each([
    ['no space after a colon', ['train: big', 'train:big'], 'train:big'],
    ['= for a colon', ['train: big', 'train = big'], 'train = big'],
    ['a full-width colon', ['train: big', 'train：big'], 'train：big'],
    ['a non-breaking space', ['train: big', 'train:\u00a0big'], 'train:\u00a0big'],
    ['no space after the colon of the first key', ['version: 1', 'version:1'], 'version:1'],
    ['no space after a dash', ['  - name: distil', '  -name: distil'], '-name: distil'],
    ['no dash', ['  - name: distil', '  name: distil'], 'name: distil', '  - name: distil'],
    ['a line too far right', ['    train: big', '     train: big'], 'train: big'],
    ['a line too far left', ['    train: big', '   train: big'], 'train: big'],
    ['a bracket too many', ['seeds: [1]', 'seeds: [1]]'], ']'],
    [
      'a brace that is not closed',
      ['temperature: 4 }', 'temperature: 4'],
      '{ loss: kd, weight: 0.9, temperature: 4',
    ],
    ['a bracket that is not closed', ['seeds: [1]', 'seeds: [1'], '[1'],
    ['no comma', ['loss: hard, weight', 'loss: hard weight'], ' weight:'],
    ['a comma too many', ['seeds: [1]', 'seeds: [,1]'], ','],
    ['no space before a comment', ['seeds: [1]', 'seeds: [1]#one'], '#one', 'seeds: [1] #one'],
    ['a tag', ['train: big', 'train: !model big'], '!model'],
  ] as const)('%s', (_, [from, to], place, meant: string = from) => {
    const slip = slipOf(changed([from, to]));
    expect(slip.place).toBe(place);
    expect(slip.fixed).toBe(changed([from, meant]));
  });

  test.each([
    [
      'a value with a colon',
      ['MNIST from', 'MNIST: from'],
      'MNIST: from 600 labels',
      '"MNIST: from 600 labels"',
    ],
    ['a quote that nothing closes', ['MNIST from 600 labels', '"MNIST'], '"MNIST', '"MNIST"'],
    ['a value that begins with a sign of YAML', ['MNIST from 600 labels', '@MNIST'], '@MNIST', '"@MNIST"'],
    ['a path of Windows in double quotes', ['MNIST from 600 labels', '"C:\\mnist"'], '\\m', '"C:\\\\mnist"'],
  ] as const)('%s', (_, [from, to], place, value) => {
    const slip = slipOf(changed([from, to]));
    expect(slip.place).toBe(place);
    expect(slip.fixed).toContain(`\nname: ${value}\nseeds`);
  });

  test('a tab, as far as the line before it demands', () => {
    const slip = slipOf(changed(['    train: big', '\ttrain: big']));
    expect(slip).toMatchObject({ code: 'yaml-tab', place: '\t', fixed: recipe });
  });
});

describe('what was meant is not guessed', () => {
  test.each([
    ['a line without a colon', ['    train: big', '    tra'], 'tra', /no colon: expected a key/],
    ['the last line without a colon', ['    losses: [{ loss: hard }]', '    los'], 'los', /no colon/],
    ['a word among the entries of a list', ['    batch: 64\n', '  oops\n'], 'oops', /no dash/],
    ['an entry beside keys', ['  - name: teach', '  teach:'], '- name: distil', /beside keys/],
    ['text after quotes', ['name: MNIST from', 'name: "MNIST" from'], 'from 600 labels', /in quotes/],
    ['a list on the line of its key', ['seeds: [1]', 'seeds: - 1'], '- 1', /a line of its own/],
  ] as const)('%s', (_, change, place, message) => {
    const slip = slipOf(changed(change));
    expect(slip).toMatchObject({ code: 'yaml-syntax', place, fixed: null });
    expect(slip.message).toMatch(message);
  });

  test('a line too far right after a byte order mark, of which no line is left', () => {
    expect(parse('\ufeffa: 1\n  b: 2\n').problems.map(({ code }) => code)).toEqual(['yaml-syntax']);
    expect(parse('\ufeff\n\n # c\r\n  b: [\n').problems).toHaveLength(1);
  });

  test('line ends of old Macs', () => {
    expect(slipOf(recipe.replaceAll('\n', '\r')).message).toContain('a carriage return alone');
  });
});

test('one slip is one problem: nothing is said of what was torn with it', async () => {
  expect(await found(changed(['name: MNIST', 'name: "MNIST']))).toEqual([
    'yaml-syntax: "MNIST from 600 labels',
  ]);
  expect(await found(changed(['  labelled:', '\tlabelled:']))).toEqual(['yaml-tab: \t']);
});

test('no word of the library is shown, in Chinese neither', async () => {
  await speak('zh-cn');
  for (const [from, to] of [
    ['train: big', 'train = big'],
    ['seeds: [1]', 'seeds: [1'],
    ['    train: big', '   train: big'],
    ['name: MNIST', 'name: A: B'],
  ] as const) {
    expect(slipOf(changed([from, to])).message).not.toMatch(/[a-z]{3,} [a-z]{2,}/u);
  }
});
