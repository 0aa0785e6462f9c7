import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, found, mnist } from '../recipes.ts';

const folder = mkdtempSync(join(tmpdir(), 'retort-overlap-'));
beforeAll(() => {
  for (const name of ['images-idx3-ubyte', 'labels-idx1-ubyte']) {
    symlinkSync(`${mnist}/t10k-${name}`, join(folder, `other-${name}`));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const selecting = (val: string, ...changes: readonly (readonly [string, string])[]) =>
  changed([`path: ${mnist}/train, skip: 50000`, val], ...changes);

describe('a split that selects is no test split under another name', () => {
  test('when it reads the same files', async () => {
    expect(await found(selecting(`path: ${mnist}/t10k, skip: 5000`))).toContain('test-selects: val');
  });

  test('when nothing is scored on the test split', async () => {
    const text = selecting(`path: ${mnist}/t10k`, ['data: [val, test]', 'data: val']);
    expect(await found(text)).toContain('test-selects: val');
  });

  test('when it reads a copy of the files', async () => {
    expect(await found(selecting(`path: ${folder}/other`))).toContain('test-selects: val');
  });

  test('and may read other samples of them', async () => {
    const apart = selecting(`path: ${folder}/other, take: 5000`, [
      `${mnist}/t10k }`,
      `${mnist}/t10k, skip: 5000 }`,
    ]);
    expect(await found(apart)).toEqual([]);
  });
});
