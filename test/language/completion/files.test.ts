import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Lookup } from '../../../server/language/completion/lookup.ts';
import { idx } from '../../../server/distill/data/idx.ts';
import { completions } from '../../../server/language/completion/completions.ts';
import { look as lookAt } from '../../../server/language/snapshot.ts';
import { builtIn } from '../../../server/recipe/catalogue.ts';
import { noFacts } from '../../../server/recipe/facts.ts';
import { changed, mnist, recipePath } from '../../recipe/recipes.ts';
import { cursorIn } from '../cursor-text.ts';
import { accepting, labels, offered } from './apply.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  '.': ['digits/', 'big.safetensors', 'notes.txt', '.hidden/', 'it is.safetensors'],
  digits: ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 'deep/'],
  'digits/deep': ['model.json', 'config.json'],
};

/** A few folders beside the recipe; what lies elsewhere may not be looked at. */
const look: Lookup = {
  list: (path) => {
    const found = Object.entries(tree).find(([name]) => resolve(dirname(recipePath), name) === path);
    if (found === undefined) return Promise.reject(new Error('outside'));
    return Promise.resolve(
      found[1].map((name) => ({ name: name.replace('/', ''), folder: name.endsWith('/') })),
    );
  },
};

const data = (written: string) => changed([`path: ${mnist}/t10k`, written]);
const checkpoint = (written: string) =>
  changed(['{ kind: lenet5 }', `{ kind: lenet5 }, checkpoint: ${written}`]);

describe('files, relative to the recipe', () => {
  test('of a checkpoint are safetensors files and folders to look into', async () => {
    expect(await labels(checkpoint('█'), look)).toEqual(['big.safetensors', 'it is.safetensors', 'digits/']);
  });

  test('of an idx source are what pairs of files begin with', async () => {
    expect(await labels(data('path: digits/█'), look)).toEqual(['digits/train', 'digits/deep/']);
  });

  test.each([
    ['imageFile', ['digits/train-images-idx3-ubyte', 'digits/deep/']],
    ['labelFile', ['digits/train-labels-idx1-ubyte', 'digits/deep/']],
  ])('of %s are those of its kind', async (key, expected) => {
    expect(await labels(data(`${key}: digits/tr█ain`), look)).toEqual(expected);
  });

  test('of a network are the files that it is described by', async () => {
    const text = changed(['{ kind: lenet5 }', '{ kind: layers-model, path: digits/deep/█ }']);
    expect(await labels(text, look)).toEqual(['digits/deep/model.json', 'digits/deep/config.json']);
  });

  test('of a network in a folder are folders, and first the one that holds what describes it', async () => {
    const published = (path: string) => changed(['{ kind: lenet5 }', `{ kind: huggingface, path: ${path} }`]);
    expect(await labels(published('digits/█'), look)).toEqual(['digits/deep/']);
    expect(await offered(published('digits/deep/█'), look)).toMatchObject([
      { label: 'digits/deep/', detail: 'config.json' },
    ]);
  });

  test('of a source that is added are those that its descriptor names', async () => {
    const notes = { ...idx, source: 'notes', paths: { path: { endings: ['.txt'] } } };
    const { text, offset } = cursorIn(data('path: █').replaceAll('source: idx', 'source: notes'));
    const snapshot = lookAt(text, noFacts(recipePath), { ...builtIn, sources: [notes] });
    const items = await completions(snapshot, offset, look);
    expect(items.map(({ label }) => label)).toEqual(['digits/', 'notes.txt']);
  });

  test('replace the whole path, in quotes where there are some', async () => {
    expect(await accepting(data('path: digits/t█rain'), 'digits/train', look)).toBe(
      data('path: digits/train'),
    );
    expect(await accepting(data('path: "digits/█"'), 'digits/train', look)).toBe(
      data('path: "digits/train"'),
    );
  });

  test('in a folder are listed again as soon as it is chosen', async () => {
    const items = await offered(checkpoint('█'), look);
    const again = items.filter(({ command }) => command?.command === 'editor.action.triggerSuggest');
    expect(again.map(({ label }) => label)).toEqual(['digits/']);
  });

  test('of a folder in quotes go on before the closing one', async () => {
    const [item] = await offered(data('path: "dig█"'), look);
    expect(item).toMatchObject({ label: 'digits/', textEdit: { newText: '"digits/$0"' } });
  });

  test('that begin with a dot are shown to who writes one', async () => {
    expect(await labels(checkpoint('.█'), look)).toContain('.hidden/');
  });

  test('are none where the reader may not look', async () => {
    expect(await labels(checkpoint('../../█'), look)).toEqual([]);
  });
});
