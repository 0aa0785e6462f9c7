import { createHook } from 'node:async_hooks';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSearched } from '../../../extension/teachers/watched.ts';
import { findModels } from '../../../server/training/models/find.ts';
import { weights } from './folder.ts';

const paths = (count: number, path: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => path(i));

/** Of 20,000 and some files: sources in 100 folders with three models, packages, a repository's objects, and runs. */
const sources = paths(4000, (i) => `src/${i % 100}/${i}.ts`);
const teachers = paths(3, (i) => `src/${i}/teacher.safetensors`);
const runs = paths(5, (i) => `.retort/runs/20260101-00000${i}-small-0000`);
const made = runs.map((run) => `${run}/models/seed-1/small.safetensors`);
const unseen = [
  ...paths(6000, (i) => `node_modules/${i % 100}/${i}.safetensors`),
  ...paths(4000, (i) => `.git/objects/${i % 100}/${i}.safetensors`),
  ...paths(1000, (i) => `src/__pycache__/${i % 10}/${i}.model.json`),
  ...runs.flatMap((run) => paths(1000, (i) => `${run}/checkpoints/${i}/small.safetensors`)),
];

function workspaceOf(files: readonly string[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'retort-large-')));
  const bytes = weights();
  for (const parent of new Set(files.map((file) => dirname(file))))
    mkdirSync(join(folder, parent), { recursive: true });
  for (const file of files) writeFileSync(join(folder, file), bytes);
  return folder;
}

/** How often the process asked the system for something while work was done, by what Node.js calls it. */
async function asked(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const hook = createHook({ init: (_, type) => void (counts[type] = (counts[type] ?? 0) + 1) });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return counts;
}

describe('a search for models in a workspace of 20,000 files', () => {
  const files = [...sources, ...teachers, ...made, ...unseen];
  let folder = '';
  beforeAll(() => void (folder = workspaceOf(files)));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('finds those that people and runs made, and the editor asks for one when such a file comes', async () => {
    const found = (await findModels([folder])).map(({ path }) => relative(folder, path));
    expect(found).toEqual([...made, ...teachers].sort());
    expect(files.filter((file) => !file.endsWith('.ts') && isSearched(file)).sort()).toEqual(found);
  });

  test('reads the folders of sources and the models of runs, and opens nothing but models', async () => {
    const did = await asked(() => findModels([folder]));
    // The workspace, src and 100 in it; the list of runs, and of each its models and those of its seed.
    const folders = 102 + 1 + 2 * runs.length;
    expect(did.DIRHANDLE).toBe(folders);
    // Entries are read by the dozen: what the system is asked grows with folders and not with files.
    expect(did.FSREQCALLBACK ?? Infinity).toBeLessThan(10 * folders);
    const models = teachers.length + made.length;
    // The length of its header, and the header.
    expect(did.FILEHANDLE).toBe(2 * models);
  });
});
