import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SymbolInformation } from 'vscode-languageserver';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admitting } from '../../../server/language/shell/reach.ts';
import { RecipesOnDisk, type Search } from '../../../server/language/shell/recipes-on-disk.ts';
import { served } from './served.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retort-found-'));
});
afterEach(() => rm(folder, { recursive: true }));

const naming = (model: string): string => `models: { ${model}: { network: { kind: lenet5 } } }\n`;

async function put(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** The names that are found in the folder, in their order, and the files that were asked for. */
function searching(): {
  readonly find: (search?: Partial<Search>) => Promise<readonly string[]>;
  readonly listed: string[];
} {
  const listed: string[] = [];
  const onDisk = new RecipesOnDisk({
    async list(path) {
      listed.push(path);
      const entries = await readdir(path, { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
    },
    admit: admitting([folder]),
  });
  return {
    listed,
    async find(search = {}) {
      const asked = { folders: [folder], open: new Set<string>(), isCancelled: () => false, ...search };
      return (await onDisk.symbols(asked)).map(({ name }) => name).sort();
    },
  };
}

describe('recipes on the disk', () => {
  test('are found wherever they lie in a folder, each once', async () => {
    await put('one.distill.yaml', naming('top'));
    await put('deep/er/two.distill.yaml', naming('below'));
    await put('deep/other.yaml', naming('no'));
    const { find } = searching();
    expect(await find({ folders: [folder, join(folder, 'deep')] })).toEqual(['below', 'top']);
  });

  test.each(['node_modules/a', '.git', '.retort/runs/one', 'dist'])(
    'are not looked for in %s',
    async (place) => {
      await put(`${place}/one.distill.yaml`, naming('copy'));
      expect(await searching().find()).toEqual([]);
    },
  );

  test('are left to the editor where they are open', async () => {
    const open = await put('one.distill.yaml', naming('saved'));
    expect(await searching().find({ open: new Set([open]) })).toEqual([]);
  });

  test('are not read through a link that leads elsewhere, nor where they are too large', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'retort-outside-'));
    await writeFile(join(outside, 'a.distill.yaml'), naming('secret'));
    await symlink(join(outside, 'a.distill.yaml'), join(folder, 'link.distill.yaml'));
    await symlink(outside, join(folder, 'linked'));
    await put('large.distill.yaml', naming('large') + '#'.repeat(1_000_000));
    expect(await searching().find()).toEqual([]);
    await rm(outside, { recursive: true });
  });

  test('are read again when their time or size changes, and forgotten when they are gone', async () => {
    const path = await put('one.distill.yaml', naming('aaa'));
    await utimes(path, 1, 1);
    const { find } = searching();
    expect(await find()).toEqual(['aaa']);
    await writeFile(path, naming('bbb'));
    await utimes(path, 1, 1);
    expect(await find()).toEqual(['aaa']);
    await utimes(path, 2, 2);
    expect(await find()).toEqual(['bbb']);
    await writeFile(path, naming('longer'));
    await utimes(path, 2, 2);
    expect(await find()).toEqual(['longer']);
    await rm(path);
    expect(await find()).toEqual([]);
  });

  test('are not looked for any further once nobody waits', async () => {
    await put('a/one.distill.yaml', naming('one'));
    const { find, listed } = searching();
    expect(await find({ isCancelled: () => listed.length === 1 })).toEqual([]);
    expect(listed).toEqual([folder]);
  });

  test('are five hundred at most, and none of them lies deeper than sixteen folders', async () => {
    for (let index = 0; index < 501; index += 1) await put(`many/${index}.distill.yaml`, naming(`m${index}`));
    await put(`${'d/'.repeat(16)}in.distill.yaml`, naming('in'));
    await put(`${'d/'.repeat(17)}out.distill.yaml`, naming('out'));
    const { find } = searching();
    expect(await find({ folders: [join(folder, 'many')] })).toHaveLength(500);
    await rm(join(folder, 'many'), { recursive: true });
    expect(await find()).toEqual(['in']);
  });
});

test('symbols of a workspace are those on the disk, and of open recipes those that are written now', async () => {
  await put('one.distill.yaml', naming('there'));
  const open = pathToFileURL(await put('two.distill.yaml', naming('saved'))).href;
  const client = served();
  await client.initialize({ folders: [folder] });
  client.open(open, naming('unsaved'));
  const found = (await client.ask('workspace/symbol', { query: 'e' })) as readonly SymbolInformation[];
  expect(found.map(({ name, location: { uri } }) => [name, uri])).toEqual([
    ['unsaved', open],
    ['there', pathToFileURL(join(folder, 'one.distill.yaml')).href],
  ]);
  client.end();
});
