import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Method } from '../../../server/protocol/training.ts';
import { addressFile, logFile, readAddress, secretFile } from '../../../server/training/client/address.ts';
import { frame, largestFrame } from '../../../server/training/client/frames.ts';
import { introduce, welcome } from '../../../server/training/client/handshake.ts';
import { openPrivateFolder } from '../../../server/training/client/private-folder.ts';
import { served } from './served.ts';

/** A connection to the server in a folder, and all that it says until it closes. */
async function dial(folder: string): Promise<{ socket: Socket; closed: Promise<Buffer>; secret: Buffer }> {
  const address = await readAddress(folder);
  if (address === null) throw new Error('There is no server.');
  const socket = createConnection(address.socket);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<Buffer>((resolve) => socket.on('close', () => resolve(Buffer.concat(chunks))));
  return { socket, closed, secret: address.secret };
}

const initialize = { protocol: 1, version: '0.1.0', name: 'test' };

describe('the training server closes, and logs, a connection that', () => {
  test.each([
    ['proves another secret', (socket: Socket) => introduce(socket, Buffer.alloc(32, 1), 5000)],
    ['sends a frame that is too long', (socket: Socket) => void socket.write(frame(Buffer.alloc(2000)))],
    [
      'says how long a frame is that never could be',
      (socket: Socket) => void socket.write(Buffer.alloc(4, 0xff)),
    ],
    ['talks HTTP', (socket: Socket) => void socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ])('%s', async (_, talk) => {
    const { folder, client } = await served();
    const good = await client();
    const { socket, closed } = await dial(folder);
    await Promise.resolve(talk(socket)).catch(() => undefined);
    // Its nonce, and nothing else.
    expect((await closed).length).toBeLessThanOrEqual(4 + 32);
    expect(await readFile(logFile(folder), 'utf8')).toContain('a connection is refused');
    expect(await good.request('list', { workspaces: [] })).toEqual([]);
  });

  test.each([
    ['a frame over the cap', Buffer.from(Uint32Array.of(largestFrame.request + 1).buffer).swap32()],
    ['a frame that is not JSON', frame('{"jsonrpc": "2.0", ')],
    ['a frame that is no message', frame('[1, 2, 3]')],
    ['a message without a method', frame('{"jsonrpc":"2.0"}')],
    ['bytes that are not UTF-8', frame(Buffer.alloc(100, 0xfe))],
  ])('sends, once it is in, %s', async (_, bytes) => {
    const { folder, client } = await served();
    const good = await client();
    const { socket, closed, secret } = await dial(folder);
    await introduce(socket, secret, 5000);
    socket.write(frame(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize })));
    socket.write(bytes);
    socket.resume();
    await closed;
    expect(await readFile(logFile(folder), 'utf8')).toContain('a connection is closed');
    expect(await good.request('list', { workspaces: [] })).toEqual([]);
  });
});

describe('a client is answered `bad-request`', () => {
  test.each([
    ['relative paths', 'describe', { run: '../run' }],
    ['too many points', 'read', { run: '/run', table: 'train', columns: ['loss'], points: 20_001 }],
    ['another table', 'read', { run: '/run', table: '../train', columns: ['loss'], points: 10 }],
    ['no parameters', 'stop', null],
    ['a setting out of range', 'configure', { slots: 0, niceness: 0 }],
    ['an unknown method', 'constructor', {}],
  ])('for %s', async (_, method, params) => {
    const client = await (await served()).client();
    // As a program that isn't ours would ask.
    const ask = (...words: [string, unknown]) => client.request(...(words as [Method, never]));
    await expect(ask(method, params)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('a run-time folder', () => {
  const place = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'retort-rt-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'own');
  };

  test('is made for the user alone', async () => {
    const folder = await place();
    await openPrivateFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const server = await served();
    await server.client();
    expect((await stat(secretFile(server.folder))).mode & 0o777).toBe(0o600);
    expect((await stat(addressFile(server.folder))).mode & 0o777).toBe(0o600);
  });

  test('that others may enter is refused', async () => {
    const folder = await place();
    await mkdir(folder);
    await chmod(folder, 0o750);
    await expect((await served()).client({ folder })).rejects.toMatchObject({ code: 'unsafe-folder' });
  });

  test('that is a link is refused', async () => {
    const folder = await place();
    await mkdir(`${folder}-other`, { mode: 0o700 });
    await symlink(`${folder}-other`, folder);
    await expect((await served()).client({ folder })).rejects.toMatchObject({ code: 'unsafe-folder' });
  });

  test('that is a file is refused', async () => {
    const folder = await place();
    await writeFile(folder, '');
    await expect((await served()).client({ folder })).rejects.toMatchObject({ code: 'unsafe-folder' });
  });

  test.runIf(process.getuid?.() === 0)('of another user is refused', async () => {
    // The superuser may give it away, and still enter.
    const { chown } = await import('node:fs/promises');
    const folder = await place();
    await mkdir(folder, { mode: 0o700 });
    await chown(folder, 1000, 1000);
    await expect((await served()).client({ folder })).rejects.toMatchObject({ code: 'unsafe-folder' });
  });
});

test('a client that says nothing in time is closed', async () => {
  const { folder, client } = await served();
  await client();
  const server = createServer();
  onTestFinished(() => void server.close());
  const path = join(folder, 'silent.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const arrived = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const silent = createConnection(path).on('error', () => undefined);
  onTestFinished(() => void silent.destroy());
  await expect(welcome(await arrived, Buffer.alloc(32), 20)).rejects.toThrow('said nothing in time');
});
