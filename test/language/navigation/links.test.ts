import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { definition } from '../../../server/language/navigation/definition.ts';
import { links } from '../../../server/language/navigation/links.ts';
import { mnist } from '../../recipe/recipes.ts';
import { picture } from '../../distill/data/images.ts';
import { seen } from '../cursor-text.ts';
import { marked } from '../edits.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retort-links-'));
  await mkdir(join(folder, 'images', 'a'), { recursive: true });
  await mkdir(join(folder, 'images', 'b'), { recursive: true });
  for (const name of ['a/1.png', 'b/1.png']) await writeFile(join(folder, 'images', name), await picture(9));
  await writeFile(join(folder, 'own.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const recipe = `data:
  digits: { source: idx, path: "${mnist}/train" }
  pictures: { source: image-folder, path: images }
  gone: { source: idx, path: nowhere/train }
models:
  own: { network: { kind: layers-model, path: own.json }, checkpoint: not/yet.safetensors }
`;

it('leads from paths to what is there, and from nothing else', async () => {
  const snapshot = await seen(recipe, join(folder, 'a.distill.yaml'));
  const uri = (path: string): string => pathToFileURL(path).href;
  expect(links(snapshot).map(({ range, target }) => [marked(recipe, range), target])).toEqual([
    [`"${mnist}/train"`, uri(`${mnist}/train-images-idx3-ubyte`)],
    ['images', uri(join(folder, 'images'))],
    ['own.json', uri(join(folder, 'own.json'))],
  ]);
  const [file] = definition(snapshot, recipe.indexOf('own.json'));
  expect(file?.uri).toBe(uri(join(folder, 'own.json')));
});
