import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { getPriority, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TrainingClient } from '../../../server/training/client/client.ts';
import { addressFile, readAddress } from '../../../server/training/client/address.ts';
import { protocolVersion, type RunSummary } from '../../../server/protocol/training.ts';
import { introduce } from '../../../server/training/client/handshake.ts';
import { openClient } from '../../../server/training/client/training-client.ts';
import { readRows } from '../../../server/runs/records.ts';
import { runAt } from '../../../server/runs/directory.ts';
import { readRun } from '../../../server/runs/state.ts';
import { retort } from '../../cli/retort.ts';
import { mayMount, smallDisk } from '../../e2e/mounts.ts';
import { endless, recipe, workspace } from '../../e2e/workspace.ts';
import { program } from '../../program.ts';
import { changed, kill, reaches, served, until } from './served.ts';

const started = async (client: TrainingClient, folder: string, name = 'small'): Promise<string> =>
  (await client.request('start', { recipe: join(folder, `${name}.distill.yaml`), workspace: folder })).run;

/** Stops a run that would go on for ever. */
async function stop(client: TrainingClient, run: string): Promise<RunSummary> {
  await client.request('stop', { run });
  return until(client, run, reaches('stopped'));
}

/** The process that trains a run. */
async function workerOf(run: string): Promise<number> {
  const { holder } = await readRun(runAt(run));
  if (holder === null) throw new Error(`Nobody trains ${run}.`);
  return holder.pid;
}

const closed = (client: TrainingClient): Promise<void> =>
  new Promise((resolve) => void client.onClosed(resolve));

describe('one server', () => {
  test('is started by ten clients at once, and serves them all', async () => {
    const { client } = await served();
    const clients = await Promise.all(Array.from({ length: 10 }, () => client()));
    expect(new Set(clients.map(({ server }) => server.pid)).size).toBe(1);
  });

  test('tells each of its clients', async () => {
    const { folder } = await workspace();
    const { client } = await served();
    const [one, other] = [await client(), await client({ name: 'other' })];
    const run = await started(one, folder);
    await Promise.all([until(one, run, reaches('finished')), until(other, run, reaches('finished'))]);
    await one.request('annotate', { run, note: '<b>good</b> 很好', tags: ['kept'] });
    expect(await until(other, run, ({ note }) => note !== '')).toMatchObject({
      note: '<b>good</b> 很好',
      tags: ['kept'],
    });
    await one.request('remove', { runs: [run] });
    expect(await other.request('list', { workspaces: [folder] })).toEqual([]);
  });

  test('goes when nobody needs it, and comes again', async () => {
    const { folder, client } = await served();
    const first = await client({ idleMs: 1 });
    const { pid } = first.server;
    first.close();
    await gone(pid);
    expect(existsSync(addressFile(folder))).toBe(false);
    expect((await client()).server.pid).not.toBe(pid);
  });

  test('stays for its runs after the last client has gone', async () => {
    const { folder } = await workspace(endless);
    const { client } = await served();
    const first = await client({ idleMs: 1 });
    const run = await started(first, folder);
    first.close();
    const second = await client();
    expect(second.server.pid).toBe(first.server.pid);
    await until(second, run, ({ progress }) => progress.step > 0);
    await stop(second, run);
  });

  test('answers a request that is given up with `cancelled`, and goes on', async () => {
    const { folder } = await workspace();
    const client = await (await served()).client();
    const giving = new AbortController();
    const asked = client.request(
      'start',
      { recipe: join(folder, 'small.distill.yaml'), workspace: folder },
      giving.signal,
    );
    giving.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await client.request('list', { workspaces: [folder] })).toEqual([]);
  });

  test('names what is wrong with a recipe', async () => {
    const { folder } = await workspace(recipe().replace('train: small', 'train: smal'));
    const client = await (await served()).client();
    await expect(started(client, folder)).rejects.toMatchObject({
      code: 'recipe-has-problems',
      message: expect.stringContaining('smal') as string,
    });
    const asked = { recipe: join(folder, 'small.distill.yaml') };
    expect(await client.request('check', asked)).toMatchObject({ sound: false, outlook: null });
    const sound = await client.request('check', { ...asked, text: recipe() });
    expect(sound).toMatchObject({ sound: true, outlook: { name: 'Small', steps: 26 } });
  });
});

describe('after a kill -9', () => {
  test('of the server, its run has stopped with a checkpoint, its queue goes on, and resuming changes nothing', async () => {
    const { folder, write } = await workspace(endless);
    await write('short.distill.yaml', recipe());
    const { client } = await served();
    const first = await client();
    const broken = await started(first, folder);
    const queued = await started(first, folder, 'short');
    await until(first, broken, ({ progress }) => progress.step > 20);
    const over = closed(first);
    kill(first.server.pid);
    await over;
    const second = await client();
    expect(second.server.pid).not.toBe(first.server.pid);
    await until(second, queued, reaches('finished'));
    const { state, file } = await readRun(runAt(broken));
    expect(state).toBe('stopped');
    await second.request('resume', { run: broken });
    await until(second, broken, ({ progress }) => progress.step > file.progress.step + 20);
    const { progress } = await stop(second, broken);
    const whole = await started(second, folder);
    await until(second, whole, (summary) => summary.progress.step >= progress.step);
    await stop(second, whole);
    for (const table of ['train', 'evaluation'] as const) {
      const rows = await readRows(runAt(broken), table);
      expect(rows).not.toEqual([]);
      expect((await readRows(runAt(whole), table)).slice(0, rows.length)).toEqual(rows);
    }
  });

  test('of the server, the next one has its settings before anybody tells it any', async () => {
    const { folder } = await workspace(endless);
    const { client } = await served();
    const first = await client();
    await first.request('configure', { slots: 2, niceness: 7 });
    const runs = [await started(first, folder), await started(first, folder)] as const;
    const queued = await started(first, folder);
    for (const run of runs) await until(first, run, reaches('running'));
    const over = closed(first);
    kill(first.server.pid);
    await over;
    const second = await client();
    await until(second, queued, reaches('running'));
    expect(getPriority(await workerOf(queued))).toBe(7);
    await until(second, runs[0], reaches('stopped'));
    await second.request('resume', { run: runs[0] });
    await until(second, runs[0], reaches('running'));
    expect(await second.request('summary', { run: queued })).toMatchObject({ state: 'running' });
    for (const run of [queued, runs[0]]) await stop(second, run);
  });

  test('of the worker, its run is interrupted and can be resumed', async () => {
    const { folder } = await workspace(endless);
    const client = await (await served()).client();
    const run = await started(client, folder);
    await until(client, run, ({ progress }) => progress.step > 20);
    kill(await workerOf(run));
    const { progress } = await until(client, run, reaches('interrupted'));
    await client.request('resume', { run });
    await until(client, run, (summary) => summary.progress.step > progress.step);
    await stop(client, run);
  });
});

test('an older server makes room for a newer one, and trains its run on', async () => {
  const { folder } = await workspace(endless);
  const { client } = await served();
  const old = await client();
  const running = await started(old, folder);
  const queued = await started(old, folder);
  await until(old, running, ({ progress }) => progress.step > 5);
  const over = closed(old);
  const program = await ofVersion('9.0.0');
  // The window of the old version connects again, as soon as it is cut off.
  const again = over.then(() => client());
  const young = await client({ version: '9.0.0', program });
  expect(young.server).toMatchObject({ version: '9.0.0' });
  expect(young.server.pid).not.toBe(old.server.pid);
  // The old one is still at work; what is queued waits for its slot.
  const { progress } = await young.request('summary', { run: running });
  await until(young, running, (summary) => summary.progress.step > progress.step);
  expect(await until(young, queued, () => true)).toMatchObject({ state: 'queued' });
  expect((await again).server.pid).toBe(young.server.pid);
  await stop(young, running);
  await until(young, queued, reaches('running'));
  await stop(young, queued);
  await gone(old.server.pid);
});

test('a client that speaks otherwise is told to update', async () => {
  const { folder, client } = await served();
  await client();
  const address = await readAddress(folder);
  const socket = createConnection(address?.socket ?? '');
  onTestFinished(() => void socket.destroy());
  await introduce(socket, address?.secret ?? Buffer.alloc(0), 5000);
  const other = { protocol: protocolVersion + 1, version: '0.0.9', name: 'other' };
  await expect(openClient(socket, other, '')).rejects.toMatchObject({ code: 'server-newer' });
});

test('a workspace may have spaces, other scripts and a long name', async () => {
  const long = `äöü ${'长'.repeat(20)} & ${'x'.repeat(110)}`;
  const { folder } = await workspace(recipe(), join(long, "it's $HOME"));
  expect(folder.length).toBeGreaterThan(150);
  const client = await (await served()).client();
  const run = await started(client, folder);
  await until(client, run, reaches('finished'));
  expect(run.startsWith(folder)).toBe(true);
});

describe('the terminal', () => {
  test('leaves runs to the server, stops and resumes them', async () => {
    const { folder } = await workspace(endless);
    const { folder: runtime, client } = await served();
    const say = (...words: string[]) =>
      retort(words, { cwd: folder, env: { RETORT_RUNTIME_FOLDER: runtime } });
    const server = await client();
    expect(await say('run', 'small.distill.yaml', '--detach')).toMatchObject({ code: 0 });
    expect(await say('run', 'small.distill.yaml', '--detach', '--json')).toMatchObject({ code: 0 });
    const [second, first] = await server.request('list', { workspaces: [folder] });
    if (first === undefined || second === undefined) throw new Error('There are not two runs.');
    await until(server, first.run, reaches('running'));
    expect(await say('stop', second.id)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('left') as string,
    });
    expect(await say('stop', first.id)).toMatchObject({ code: 0 });
    await until(server, first.run, reaches('stopped'));
    expect(await say('resume', first.id, '--detach')).toMatchObject({ code: 0 });
    await until(server, first.run, reaches('running'));
    await stop(server, first.run);
  });
});

test('a run that can not be started says why', async () => {
  const { folder, path, read, write } = await workspace(endless);
  for (const kind of ['images-idx3', 'labels-idx1'])
    await write(`other-${kind}-ubyte`, await read(`train-${kind}-ubyte`));
  await write('other.distill.yaml', endless.replaceAll('path: train', 'path: other'));
  const client = await (await served()).client();
  const first = await started(client, folder);
  const second = await started(client, folder, 'other');
  await until(client, first, reaches('running'));
  await write('other-labels-idx1-ubyte', Buffer.alloc(128));
  await stop(client, first);
  const { failure } = await until(client, second, reaches('failed'));
  expect(failure).toMatchObject({ code: 'data-changed', where: path('other-labels-idx1-ubyte') });
  await write('train-labels-idx1-ubyte', Buffer.alloc(128));
  await client.request('resume', { run: first });
  const again = await until(client, first, reaches('failed'));
  expect(again.failure).toMatchObject({ code: 'data-changed', where: path('train-labels-idx1-ubyte') });
});

test('a run that a terminal trains is told of, and counts among those of the machine', async () => {
  const { folder } = await workspace(endless);
  const { folder: runtime, client } = await served();
  const server = await client();
  expect(await server.request('list', { workspaces: [folder] })).toEqual([]);
  const surroundings = { cwd: folder, env: { RETORT_RUNTIME_FOLDER: runtime } };
  const ended = retort(['run', 'small.distill.yaml'], surroundings);
  const foreign = await changed(server, async () => {
    const [run] = await server.request('list', { workspaces: [folder] });
    return run !== undefined && run.progress.step > 0 ? run.run : null;
  });
  const own = await started(server, folder);
  expect(await until(server, own, () => true)).toMatchObject({ state: 'queued', queuePosition: 1 });
  await server.request('stop', { run: foreign });
  expect(await ended).toMatchObject({ code: 4 });
  await until(server, foreign, reaches('stopped'));
  await until(server, own, reaches('running'));
  await stop(server, own);
});

describe.skipIf(!mayMount())('a full disk', () => {
  test('refuses to queue a run, and the server goes on', async () => {
    const disk = smallDisk('4k');
    const { folder } = await workspace();
    const client = await (await served()).client();
    await expect(
      client.request('start', { recipe: join(folder, 'small.distill.yaml'), workspace: disk.folder }),
    ).rejects.toMatchObject({ code: 'disk-full' });
    disk.remount('size=10m');
    const { run } = await client.request('start', {
      recipe: join(folder, 'small.distill.yaml'),
      workspace: disk.folder,
    });
    await until(client, run, reaches('finished'));
  });
});

describe.skipIf(!mayMount())('a disk that fills under a run', () => {
  test('ends it, says so for as long as it can not be written, and lets it go on when there is room', async () => {
    const disk = smallDisk('10m');
    const { folder } = await workspace(endless);
    const client = await (await served()).client();
    const { run } = await client.request('start', {
      recipe: join(folder, 'small.distill.yaml'),
      workspace: disk.folder,
    });
    await until(client, run, ({ progress }) => progress.step > 60);
    const others = join(disk.folder, 'others');
    await expect(writeFile(others, Buffer.alloc(12 * 2 ** 20))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await until(client, run, reaches('failed'))).toMatchObject({ failure: { code: 'disk-full' } });
    await client.request('resume', { run });
    expect(await until(client, run, reaches('failed'))).toMatchObject({ failure: { code: 'disk-full' } });
    await rm(others);
    await client.request('resume', { run });
    await until(client, run, reaches('running'));
    await stop(client, run);
  });
});

/** The same programs in a package of another version. */
async function ofVersion(version: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-package-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, version }));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const programs = dirname(fileURLToPath(program('server')));
  await mkdir(join(folder, 'dist'));
  for (const name of await readdir(programs)) {
    if (/\.(js|wasm)$/.test(name)) await cp(join(programs, name), join(folder, 'dist', name));
  }
  return join(folder, 'dist', 'server.js');
}

/** Resolves when there is no such process. */
async function gone(pid: number): Promise<void> {
  while (alive(pid)) await after(20);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
