import { describe, expect, test } from 'vitest';
import { changed, found } from '../../recipe/recipes.ts';
import { accepting, labels, noFiles, offered } from './apply.ts';

const term = '      - { loss: kd, weight: 0.9, temperature: 4 }\n';

describe('whole pieces', () => {
  test.each([
    ['kd', '{ loss: kd, weight: 1, temperature: 4 }'],
    ['hard', '{ loss: hard, weight: 1 }'],
    ['hint', '{ loss: hint, weight: 1, pairs: [[hidden.1, hidden.2]], project: linear }'],
  ])('a term %s has what its method takes', async (label, expected) => {
    expect(await accepting(changed([term, '      - █\n']), label)).toBe(
      changed([term, `      - ${expected}\n`]),
    );
  });

  test('a term can be begun anywhere in a list', async () => {
    const expected = changed(['losses: [{ loss: hard }]', 'losses: [{ loss: hard, weight: 1 }]']);
    expect(await accepting(changed(['losses: [{ loss: hard }]', 'losses: [█]']), 'hard')).toBe(expected);
    const after = await accepting(changed([term, `${term}      █\n`]), 'hard');
    expect(after).toBe(changed([term, `${term}      - { loss: hard, weight: 1 }\n`]));
  });

  test('a stage names what there is, and is sound once it has a name of its own', async () => {
    const text = await accepting(changed(['evaluate:', '  - █\nevaluate:']), 'distil');
    const own = text
      .replace(/name: distil(?=\n[^]*name: distil)/, 'name: first')
      .replace('train: big\n    teachers: big', 'train: small\n    teachers: big');
    expect(await found(own)).toEqual([]);
  });

  test('a model and a data set come with a name to fill in', async () => {
    expect(await accepting(changed(['  small: {', '  █\n  small: {']), 'mlp')).toContain(
      '  name: { network: { kind: mlp, hidden: [] } }\n',
    );
    expect(await accepting(changed(['  val: ', '  █\n  val: ']), 'idx')).toContain(
      '  name: { source: idx, path:  }\n',
    );
  });

  test('an empty file can become a template', async () => {
    const look = {
      ...noFiles,
      templates: () =>
        Promise.resolve([{ title: 'Digits', summary: 'In a minute', text: 'version: 1\nname: "${x}"\n' }]),
    };
    expect((await labels('█', look))[0]).toBe('Digits');
    expect(await accepting('# mine\n█', 'Digits', look)).toBe('# mine\nversion: 1\nname: "${x}"\n');
    expect(await labels('version: 1\n█', look)).not.toContain('Digits');
  });

  test('nothing is written as a snippet that isn’t one', async () => {
    const [item] = await offered(changed(['train: small', 'train: █']));
    expect(item?.insertTextFormat).toBe(1);
  });
});
