import { expect, it } from 'vitest';
import { isSearched } from '../../../extension/teachers/watched.ts';
import { coalesced } from '../../../extension/training/coalesce.ts';

const paths = (count: number, path: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => path(index));

/** Hears of files as the list of teachers does, and counts searches; the first goes on until it is ended. */
function list() {
  let searches = 0;
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  const soon = coalesced(
    () => {
      searches += 1;
      return searches === 1 ? held : Promise.resolve();
    },
    0,
    () => undefined,
  );
  return { end, hear: (path: string) => isSearched(path) && soon(), searches: () => searches };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

it('searches for no model when a thousand checkpoints, packages and objects change', async () => {
  const { hear, searches } = list();
  for (const path of [
    ...paths(400, (i) => `.retort/runs/r/checkpoints/${i}/small.safetensors`),
    ...paths(100, (i) => `work/.retort/targets/${i}.safetensors`),
    ...paths(300, (i) => `node_modules/p${i}/config.json`),
    ...paths(200, (i) => `a/.git/lfs/objects/${i}.safetensors`),
  ])
    hear(path);
  await turn();
  expect(searches()).toBe(0);
});

it('searches twice when five hundred models come: at the first, and after the last', async () => {
  const { hear, searches, end } = list();
  const [first = '', ...others] = paths(500, (i) => `models/${i}/model.safetensors`);
  hear(first);
  while (searches() === 0) await turn();
  for (const path of others) {
    hear(path);
    await turn();
  }
  expect(searches()).toBe(1);
  end();
  while (searches() < 2) await turn();
  await turn();
  expect(searches()).toBe(2);
});

it.each([
  ['teacher.safetensors', true],
  ['.retort/runs/20260101-small/models/seed-1/small.safetensors', true],
  ['work/.retort/runs/20260101-small/models/seed-1/small.safetensors', true],
  ['.retort/runs/.being-made/models/seed-1/small.safetensors', false],
  ['.retort/runs/r/models/.hidden/small.safetensors', false],
  ['.cache/teacher.safetensors', false],
  ['.teacher.safetensors', true],
])('looks at %s: %s', (path, searched) => {
  expect(isSearched(path)).toBe(searched);
});
