import { describe, expect, test } from 'vitest';
import { changed } from '../../recipe/recipes.ts';
import { hoverIn } from '../hover/hover-text.ts';
import { about } from './apply.ts';

const pairs = '[[hidden.1, features.2]], project: linear';

describe('of an item one learns what hover tells of it', () => {
  test.each([
    ['a model', 'big', ['teachers: big', 'teachers: b█ig']],
    ['a model that trains', 'small', ['train: small', 'train: smal█l']],
    ['a block of a model', 'small/hidden.1/**', ['train: small', 'train: small/hid█den.1/**']],
    ['a data set', 'val', ['data: [val, test]', 'data: [va█l, test]']],
    ['a data set of a mix', 'transfer', ['transfer: 3 }', 'trans█fer: 3 }']],
    ['a tap of the student', 'hidden.1', [pairs, '[[hidden█.1, features.2]], project: linear']],
    ['a tap of the teacher', 'features.2', [pairs, '[[hidden.1, features█.2]], project: linear']],
    ['a tap of a pair with keys', 'logits', [pairs, '[{ student: logits, teacher: logit█s }]']],
    ['an optimizer', 'adam', ['{ kind: adam, rate: 0.001', '{ kind: ada█m, rate: 0.001']],
  ] as const)('%s', async (_, label, change) => {
    const text = changed(change);
    const hovered = await hoverIn(text);
    expect(hovered?.text).not.toBe('');
    expect(await about(text, label)).toBe(hovered?.text);
  });
});

describe('of an item one learns', () => {
  test('what a key is', async () => {
    const text = changed(['    train: small', '    █\n    train: small']);
    expect(await about(text, 'clip')).toContain('Largest L2 norm of the whole gradient');
  });

  test('what a loss is that isn’t there yet', async () => {
    expect(await about(changed(['loss: kd', 'loss: █']), 'kd')).toContain('Hinton, Vinyals, Dean 2015');
  });

  test('with which projection a tap would meet the other one of its pair', async () => {
    expect(await about(changed([pairs, '[[█, features.2]]']), 'hidden.1')).toContain(
      'Student `hidden.1` `[32]` → `linear` → teacher `features.2` `[4, 4, 16]`',
    );
  });

  test('the shape of a tap alone while nothing says what it will be compared with', async () => {
    const text = await about(changed([pairs, '[[█']), 'hidden.1');
    expect(text).toContain('Shape: `[32]`');
    expect(text).not.toContain('Student');
  });

  test('what a model is although the text is broken around the cursor', async () => {
    const text = changed(['teachers: big', 'teachers: [small, █']);
    expect(await about(text, 'big')).toContain('Parameters: 44,426');
  });

  test('nothing by a label that isn’t offered', async () => {
    expect(await about(changed(['loss: kd', 'loss: █']), 'kdd')).toBe('');
  });
});
