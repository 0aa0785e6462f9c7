import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InlayHint } from 'vscode-languageserver';
import { checkAhead } from '../../../server/recipe/ahead.ts';
import { check } from '../../../server/recipe/check.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { changed, mnist, recipe, recipePath } from '../../recipe/recipes.ts';
import { codesOf, type PlainClient } from './plain-client.ts';
import { served } from './served.ts';

const uri = pathToFileURL(recipePath).href;
const here = process.cwd();
const sound = (codes: readonly string[]): boolean => codes.length === 0;

/** Resolves when the server asks a client for something. */
const askedFor = (client: PlainClient, method: string): Promise<void> =>
  new Promise((resolve) => {
    client.onAsked(method, () => {
      resolve();
      return null;
    });
  });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retort-language-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('problems of an open recipe', () => {
  test('come with place, severity, code, its page, and what else is concerned', async () => {
    const client = served();
    await client.initialize({ folders: [here] });
    client.open(uri, changed(['train: small', 'train: smal']));
    const { diagnostics, version } = await client.problems(uri, (codes) => codes.includes('unknown-model'));
    expect(version).toBe(1);
    expect(diagnostics.find(({ code }) => code === 'unknown-model')).toMatchObject({
      range: { start: { line: 20, character: 11 }, end: { line: 20, character: 15 } },
      severity: 1,
      source: 'Retort',
      codeDescription: { href: 'https://example.com/problems#unknown-model' },
      message: expect.stringContaining('small') as unknown,
    });
    client.end();
  });

  test('of what nothing uses fade', async () => {
    const client = served();
    await client.initialize({ folders: [here] });
    client.open(uri, changed(['  small: {', '  idle: { network: { kind: lenet5 } }\n  small: {']));
    const { diagnostics } = await client.problems(uri, (codes) => codes.includes('unused-model'));
    expect(diagnostics.find(({ code }) => code === 'unused-model')?.tags).toEqual([1]);
    client.end();
  });

  test('are known from the text at once, and from files when these were looked at', async () => {
    const client = served();
    await client.initialize({ folders: [here] });
    client.open(uri, changed([`${mnist}/t10k }`, `${mnist}/gone }`]));
    const { diagnostics } = await client.problems(uri, (codes) => codes.includes('missing-file'));
    expect(diagnostics.find(({ code }) => code === 'missing-file')?.message).toContain('gone');
    expect(client.told(uri).length).toBeGreaterThan(1);
    expect(client.told(uri).map(codesOf)[0]).not.toContain('missing-file');
    client.end();
  });

  test('of the machine come when nobody writes any more, and go with their cause', async () => {
    const client = served({
      ahead({ text, facts }) {
        const document = parse(text);
        return checkAhead(document, facts, check(document, facts), {
          availableBytes: 1e12,
          backends: [
            { name: 'onnx', threads: 1, unusable: 'It has no binaries for this platform.' },
            { name: 'wasm', threads: 1, unusable: null },
          ],
          last: null,
        });
      },
    });
    await client.initialize({ folders: [here] });
    client.open(uri, `backend: onnx\n${recipe}`);
    await client.problems(uri, (codes) => codes.includes('unusable-backend'));
    client.write(uri, `backend: wasm\n${recipe}`);
    await client.problems(uri, (codes, version) => sound(codes) && version === 2);
    client.end();
  });

  test('follow what is written, by version, and go with the document', async () => {
    const client = served();
    await client.initialize({ folders: [here] });
    client.open(uri, changed(['loss: kd', 'loss: kkd']));
    await client.problems(uri, (codes) => codes.includes('unknown-value'));
    client.write(uri, recipe);
    await client.problems(uri, (codes, version) => sound(codes) && version === 2);
    client.write(uri, 'models: [');
    await client.problems(uri, (codes, version) => codes.includes('yaml-syntax') && version === 3);
    client.close(uri);
    await client.problems(uri, (codes, version) => sound(codes) && version === undefined);
    client.end();
  });

  test('stand where an editor sees them with Windows line ends, and in pieces that are typed', async () => {
    const client = served();
    await client.initialize({ folders: [here] });
    client.open(uri, recipe.replaceAll('\n', '\r\n'));
    const range = { start: { line: 20, character: 11 }, end: { line: 20, character: 16 } };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'smal' }],
    });
    const { diagnostics } = await client.problems(uri, (codes) => codes.includes('unknown-model'));
    const found = diagnostics.find(({ code }) => code === 'unknown-model');
    expect(found?.range).toEqual({ ...range, end: { line: 20, character: 15 } });
    client.end();
  });

  test('of a document that was never saved are found as if it lay in the first folder', async () => {
    await writeFile(join(folder, 'weights.safetensors'), 'not a checkpoint');
    const client = served();
    await client.initialize({ folders: [folder] });
    client.open(
      'untitled:Untitled-1',
      changed([
        'network: { kind: lenet5 } }',
        'network: { kind: lenet5 }, checkpoint: weights.safetensors }',
      ]),
    );
    await client.problems('untitled:Untitled-1', (codes) => codes.includes('unusable-checkpoint'));
    client.end();
  });

  test('of the copy that a run keeps are none', async () => {
    const copy = pathToFileURL(join(folder, '.retort/runs/one/recipe.distill.yaml')).href;
    const client = served();
    await client.initialize({ folders: [folder] });
    client.open(copy, 'nothing: [');
    client.open(uri, 'nothing: [');
    await client.problems(uri);
    expect(client.told(copy)).toEqual([]);
    client.end();
  });
});

describe('files outside the open folders', () => {
  const outside = (codes: readonly string[]): boolean => codes.includes('outside-workspace');

  test('are not read, not by a link either, and a warning says so', async () => {
    await mkdir(join(folder, 'open'));
    await symlink(mnist, join(folder, 'open/link'));
    const inOpen = pathToFileURL(join(folder, 'open/a.distill.yaml')).href;
    const client = served();
    await client.initialize({ folders: [join(folder, 'open')] });
    client.open(inOpen, recipe.replaceAll(mnist, 'link'));
    const { diagnostics } = await client.problems(inOpen, outside);
    expect(new Set(diagnostics.map(({ severity }) => severity))).toEqual(new Set([2]));
    expect(diagnostics[0]?.message).toContain('retort check');
    client.end();
  });

  test('are read where they belong to the program', async () => {
    const client = served({ folders: [mnist] });
    await client.initialize({ folders: [folder] });
    client.open(uri, recipe);
    await client.problems(uri, sound);
    client.end();
  });

  test('are read as soon as their folder is opened or registered', async () => {
    const client = served();
    await client.initialize({ folders: [folder], capabilities: { workspace: { workspaceFolders: true } } });
    client.open(uri, recipe);
    await client.problems(uri, outside);
    client.notify('workspace/didChangeConfiguration', { settings: { retort: { modelFolders: [mnist] } } });
    await client.problems(uri, sound);
    client.notify('workspace/didChangeConfiguration', { settings: { retort: { modelFolders: [] } } });
    await client.problems(
      uri,
      (codes) => outside(codes) && client.told(uri).some((told) => sound(codesOf(told))),
    );
    const folders = { added: [{ uri: pathToFileURL(here).href, name: 'here' }], removed: [] };
    const before = client.told(uri).length;
    client.notify('workspace/didChangeWorkspaceFolders', { event: folders });
    await client.problems(uri, (codes) => sound(codes) && client.told(uri).length > before);
    client.end();
  });
});

describe('files that change', () => {
  const text = changed([
    'network: { kind: lenet5 } }',
    'network: { kind: lenet5 }, checkpoint: w.safetensors }',
  ]);
  const its = (): string => pathToFileURL(join(folder, 'a.distill.yaml')).href;

  test('are watched, and looked at again when the client tells of them', async () => {
    const client = served();
    const watched = new Promise<void>((resolve) =>
      client.onAsked('client/registerCapability', (params) => {
        if (JSON.stringify(params).includes('w.safetensors*')) resolve();
        return null;
      }),
    );
    client.onAsked('client/unregisterCapability', () => null);
    const watching = { dynamicRegistration: true, relativePatternSupport: true };
    await client.initialize({
      folders: [folder, here],
      capabilities: { workspace: { didChangeWatchedFiles: watching } },
    });
    client.open(its(), text.replace('train: big', 'train: small'));
    await client.problems(its(), (codes) => codes.includes('missing-file'));
    await watched;
    await writeFile(join(folder, 'w.safetensors'), 'not a checkpoint');
    const uriOfFile = pathToFileURL(join(folder, 'w.safetensors')).href;
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOfFile, type: 1 }] });
    await client.problems(its(), (codes) => codes.includes('unusable-checkpoint'));
    client.end();
  });

  test('are looked at again on saving, for clients that watch none', async () => {
    const client = served();
    await client.initialize({ folders: [folder, here] });
    client.open(its(), text.replace('train: big', 'train: small'));
    await client.problems(its(), (codes) => codes.includes('missing-file'));
    await writeFile(join(folder, 'w.safetensors'), 'not a checkpoint');
    client.notify('textDocument/didSave', { textDocument: { uri: its() } });
    await client.problems(its(), (codes) => codes.includes('unusable-checkpoint'));
    client.end();
  });
});

describe('a client', () => {
  test('is told the name and the version', async () => {
    const client = served();
    expect((await client.initialize()).serverInfo).toEqual({ name: 'retort', version: '1.2.3' });
    client.end();
  });
});

describe('what the last run came to', () => {
  const figures = async (client: ReturnType<typeof served>): Promise<readonly string[]> => {
    const lenses = await client.ask('textDocument/codeLens', { textDocument: { uri } });
    return (lenses as readonly { command: { title: string } }[]).map(({ command }) => command.title);
  };

  test('is looked up again whenever it is asked for, for no watcher may have told of the run', async () => {
    let text = 'running';
    const client = served({ lastResult: () => Promise.resolve({ run: '/run', text }) });
    await client.initialize({ folders: [here] });
    client.open(uri, recipe);
    expect(await figures(client)).toEqual(['Last: running']);
    text = 'finished';
    expect(await figures(client)).toEqual(['Last: finished']);
    client.end();
  });

  test('is asked for again when a client tells of a run', async () => {
    const client = served();
    await client.initialize({
      folders: [here],
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    });
    const refreshed = askedFor(client, 'workspace/codeLens/refresh');
    client.open(uri, recipe);
    const run = pathToFileURL(join(folder, '.retort', 'runs', 'one', 'run.json')).href;
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: run, type: 2 }] });
    await refreshed;
    client.end();
  });
});

test('hints are asked for again when files of a recipe have been looked at', async () => {
  const client = served();
  await client.initialize({
    folders: [here],
    capabilities: { workspace: { inlayHint: { refreshSupport: true } } },
  });
  const refreshed = askedFor(client, 'workspace/inlayHint/refresh');
  client.open(uri, recipe);
  await refreshed;
  const range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
  const hints = (await client.ask('textDocument/inlayHint', { textDocument: { uri }, range })) as InlayHint[];
  // How long an epoch is only the data tell.
  expect(hints.map(({ label }) => label)).toContainEqual(expect.stringMatching(/^= [\d,.]+ steps/));
  client.end();
});
