import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { changed, recipe, recipePath } from '../../recipe/recipes.ts';
import { retort } from '../../cli/retort.ts';
import { recipe as small, workspace } from '../../e2e/workspace.ts';
import { program } from '../../program.ts';
import { cursorIn } from '../cursor-text.ts';
import { plainClient } from './plain-client.ts';

const uri = pathToFileURL(recipePath).href;
const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

/** The program that every editor starts, and a client of it. */
function start() {
  const child = spawn(process.execPath, [fileURLToPath(program('retort')), 'language-server', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  return { child, client: plainClient(child.stdout, child.stdin), ended: once(child, 'exit') };
}

/** A place in a text as the protocol says it. */
function place(marked: string) {
  const { text, offset } = cursorIn(marked);
  const lines = text.slice(0, offset).split('\n');
  return { text, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } };
}

test('a plain client has problems, completion, hover and renaming, and ends the server', async () => {
  const { client, ended } = start();
  const { capabilities } = await client.initialize({ folders: [process.cwd()] });
  expect(capabilities).toMatchObject({ hoverProvider: true, renameProvider: { prepareProvider: true } });

  const half = place(changed(['loss: kd, weight', 'loss: k█, weight']));
  client.open(uri, half.text);
  const { diagnostics } = await client.problems(uri, (codes) => codes.includes('unknown-value'));
  expect(diagnostics[0]?.codeDescription?.href).toMatch(/^file:.*\/docs\/problems\.md#unknown-value$/);

  const at = { textDocument: { uri }, position: half.position };
  expect(await client.ask('textDocument/completion', at)).toContainEqual(
    expect.objectContaining({ label: 'kd', insertTextFormat: 1 }),
  );

  const whole = place(changed(['loss: kd', 'loss: k█d']));
  client.write(uri, whole.text);
  await client.problems(uri, (codes, version) => codes.length === 0 && version === 2);
  const onLoss = { textDocument: { uri }, position: whole.position };
  expect(await client.ask('textDocument/hover', onLoss)).toMatchObject({
    contents: { kind: 'markdown', value: expect.stringContaining('temperature') as unknown },
  });

  const named = place(changed(['train: small', 'train: sm█all']));
  const renaming = { textDocument: { uri }, position: named.position, newName: 'student' };
  expect(await client.ask('textDocument/rename', renaming)).toMatchObject({
    changes: { [uri]: [{ newText: 'student' }, { newText: 'student' }] },
  });

  await client.ask('shutdown');
  client.notify('exit');
  expect(await ended).toEqual([0, null]);
});

test('a client that closes its end without a word ends the server', async () => {
  const { child, client, ended } = start();
  await client.initialize();
  client.open(uri, recipe);
  await client.problems(uri);
  child.stdin.end();
  expect(await ended).toEqual([1, null]);
});

test('a client that dies ends the server, whatever holds its streams open', async () => {
  const client = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1e6)']);
  const { child, ended } = start();
  const talk = plainClient(child.stdout, child.stdin);
  await talk.ask('initialize', { processId: client.pid, capabilities: {}, rootUri: null });
  client.kill('SIGKILL');
  expect(await ended).toEqual([1, null]);
});

test('started by a person it says what starts it', async () => {
  const { code, stderr } = await retort(['language-server'], { cwd: process.cwd() });
  expect(code).toBe(2);
  expect(stderr).toContain('--stdio');
});

test('what the last run came to is found in a thread of its own, in the language of the client', async () => {
  const text = small().replace('weight: 0.1', 'weight: 0.00001');
  const { folder, path, say } = await workspace(text);
  expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
  const { client, child } = start();
  await client.initialize({ folders: [folder], locale: 'zh-cn' });
  const at = pathToFileURL(path('small.distill.yaml')).href;
  client.open(at, text);
  const { diagnostics } = await client.problems(at, (codes) => codes.includes('terms-far-apart'));
  expect(diagnostics.find(({ code }) => code === 'terms-far-apart')?.message).toMatch(/\p{Script=Han}/u);
  child.stdin.end();
});
