import { describe, expect, test } from 'vitest';
import { changed } from '../../recipe/recipes.ts';
import { accepting, labels } from './apply.ts';

const stage = '    batch: 64\n    optimizer: { kind: adam, rate: 0.001 }\n';
const term = '{ loss: kd, weight: 0.9, temperature: 4 }';

describe('keys of a map', () => {
  test('are those that are not there yet, required ones first', async () => {
    const found = await labels('version: 1\nname: x\n█\n');
    expect(found.slice(0, 3)).toEqual(['data', 'models', 'stages']);
    expect(found).toContain('seeds');
    expect(found).not.toContain('version');
    expect(found).not.toContain('name');
  });

  test('are those of the chosen loss alone', async () => {
    const found = await labels(changed([term, '{ loss: hard, █ }']));
    expect(found).toContain('labelSmoothing');
    expect(found).not.toContain('temperature');
  });

  test('begin with the tag where nothing is chosen, and then with what all alternatives have', async () => {
    const found = await labels(changed([term, '{ █ }']));
    expect(found[0]).toBe('loss');
    expect(found).toContain('weight');
    expect(found).not.toContain('temperature');
  });

  test('leave out what this version can’t do', async () => {
    expect(await labels(changed([term, '{ loss: kd, █ }']))).not.toContain('combine');
    expect(await labels(changed(['seeds: [1]\n', '█\n']))).not.toContain('sweep');
  });

  test('of a schedule are those of every kind of schedule that it can still become', async () => {
    const at = (written: string) => labels(changed(['rate: 0.001', `rate: { ${written} }`]));
    expect(await at('█')).toEqual(['from', 'step', 'by', 'to', 'over', 'shape']);
    expect(await at('from: 1, to: 0, █')).toEqual(['over', 'shape']);
  });

  test('of a mix are the data sets that are not in it', async () => {
    const found = await labels(changed(['{ labelled: 1, transfer: 3 }', '{ labelled: 1, █ }']));
    expect(found).toEqual(['transfer', 'val', 'test']);
    const first = await labels(changed(['{ labelled: 1, transfer: 3 }', '{ █ }']));
    expect(first.slice(0, 4)).toEqual(['labelled', 'transfer', 'val', 'test']);
  });

  test('of a sweep are stage, term and parameter', async () => {
    const found = await labels(changed(['checkpoints:', 'sweep: { over: { █ } }\ncheckpoints:']));
    expect(found).toContain('distil/kd.weight');
    expect(found).toContain('distil/shape.variant');
  });

  test('that a merge key brings come last: they can be said otherwise', async () => {
    const found = await labels('version: 1\ncheckpoints: &c { every: 1 epoch }\nevaluate:\n  <<: *c\n  █\n');
    expect(found.at(-1)).toBe('every');
  });
});

describe('a key that is taken', () => {
  test.each([
    ['has its default to change', [stage, '    █\n'], 'batch', '    batch: 64\n'],
    [
      'has an example where there is no default',
      ['    length: 20 epochs\n', '    █\n'],
      'length',
      '    length: 10 epochs\n',
    ],
    [
      'opens a map in lines below where its map is in lines',
      [stage, '    █\n'],
      'optimizer',
      '    optimizer:\n      kind: sgd\n',
    ],
    [
      'opens a list of maps below',
      ['    losses: [{ loss: hard }]\n', '    █\n'],
      'losses',
      '    losses:\n      - { loss: hard }\n',
    ],
    [
      'opens a map in braces where its map is in braces',
      ['big:   { network: { kind: lenet5 } }', 'big: { █ }'],
      'network',
      'big: { network: { kind: mlp } }',
    ],
    [
      'opens a list of words in brackets',
      [', metrics: [accuracy]', ', █'],
      'metrics',
      ', metrics: [accuracy]',
    ],
    ['replaces the whole word', ['weight: 0.9', 'we█igh: 0.9'], 'weight', 'weight: 0.9'],
    ['keeps the value that stands behind it', ['weight: 0.9', 'w█: 0.9'], 'weight', 'weight: 0.9'],
    [
      'brings the comma before the next key',
      ['{ loss: kd, weight: 0.9', '{█ loss: kd'],
      'weight',
      '{weight: 1, loss: kd',
    ],
    ['stands beside a dash', ['  - name: teach\n', '  - █\n'], 'name', '  - name: \n'],
    [
      'brings the dash that a list needs',
      ['    losses: [{ loss: hard }]\n', '    losses:\n      █\n'],
      'loss',
      '    losses:\n      - loss: hard\n',
    ],
  ] as const)('%s', async (_, [from, to], label, expected) => {
    expect(await accepting(changed([from, to]), label)).toBe(changed([from, expected]));
  });

  test('takes the weight of its loss', async () => {
    const text = changed(['weight: 0.9, temperature: 4', '█']);
    expect(await accepting(text, 'weight')).toBe(changed(['weight: 0.9, temperature: 4', 'weight: 1']));
  });

  test('keeps lines that end as Windows ends them', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const text = await accepting(crlf(changed([stage, '    bat█\n'])), 'batch');
    expect(text).toBe(crlf(changed([stage, '    batch: 64\n'])));
  });
});

describe('nothing is offered', () => {
  test.each([
    ['in a comment', 'version: 1 # see █\n'],
    ['in a comment of its own', '# wei█\nversion: 1\n'],
    ['in free text', 'version: 1\ndescription: |\n  The loss █\n'],
    ['for a name', 'version: 1\nname: █\n'],
  ])('%s', async (_, marked) => expect(await labels(marked)).toEqual([]));
});
