import { describe, expect, test } from 'vitest';
import { changed, found, recipe } from '../recipes.ts';

const teach = /  - name: teach\n(?:    .*\n)+/u.exec(recipe)?.[0] ?? '';

test('a teacher that nobody trained or loaded', async () => {
  expect(await found(changed([teach, '']))).toContain('untrained-teacher: big');
});

test('a teacher that is trained later', async () => {
  const later = changed([teach, ''], ['evaluate:', `${teach}evaluate:`]);
  expect(await found(later)).toEqual(['untrained-teacher: big']);
});

test('stages that wait for each other', async () => {
  const cyclic = changed(['    train: big\n', '    train: big\n    teachers: small\n']);
  expect(await found(cyclic)).toContain('cyclic-stages: small');
});

test('a model that teaches itself is not in this version', async () => {
  expect(await found(changed(['teachers: big', 'teachers: small'], ['features.2', 'logits']))).toContain(
    'not-in-this-version: small',
  );
});

describe('initialisation', () => {
  test('from a model that is trained later', async () => {
    const text = changed(['kind: lenet5 }', 'kind: lenet5 }, init: { from: small }']);
    expect(await found(text)).toContain('untrained-init: small');
  });

  test('in a circle', async () => {
    const text = changed(
      ['kind: lenet5 }', 'kind: lenet5 }, init: { from: small }'],
      ['hidden: [32] }', 'hidden: [32] }, init: { from: big }'],
    );
    const circles = (await found(text)).filter((line) => line.startsWith('cyclic-init'));
    expect(circles).toEqual(['cyclic-init: small', 'cyclic-init: big']);
  });

  test('from a network that has nothing in common', async () => {
    const layers = 'layers: [{ layer: flatten }, { layer: dense, units: 10 }] }, init: { from: big }';
    const text = changed(['kind: mlp, hidden: [32] }', `kind: sequence, ${layers}`]);
    expect(await found(text)).toContain('init-does-not-fit: { from: big }');
  });

  test('of a block from one of another shape', async () => {
    const text = changed(
      ['kind: lenet5', 'kind: mlp, hidden: [40, 32]'],
      ['features.2', 'hidden.2'],
      ['hidden: [32] }', 'hidden: [32] }, init: { from: big, blocks: { 1: 2 } }'],
    );
    expect(await found(text)).toContain('init-does-not-fit: { from: big, blocks: { 1: 2 } }');
  });

  test('of a block from one of the same shape', async () => {
    const text = changed(
      ['kind: lenet5', 'kind: mlp, hidden: [32, 16]'],
      ['features.2', 'hidden.2'],
      ['hidden: [32] }', 'hidden: [32] }, init: { from: big, blocks: { 1: 1 } }'],
    );
    expect(await found(text)).toEqual([]);
  });
});
