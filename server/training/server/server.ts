import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { protocolVersion, type Client, type ServerInfo } from '../../protocol/training.ts';
import { replaceFile } from '../../runs/durable.ts';
import { Overviews } from '../../runs/overview.ts';
import { addressFile, secretFile } from '../client/address.ts';
import { welcome } from '../client/handshake.ts';
import { slotsFolder } from '../slots.ts';
import type { Claim } from './claim.ts';
import { openConnection, type Connection } from './connection.ts';
import type { Log } from './log.ts';
import { Scheduler } from './scheduler.ts';
import { announceNewer, compareVersions } from './version.ts';
import { Watcher } from './watcher.ts';
import { say } from '../../text/say.ts';

export interface ServerOptions {
  /** Private run-time folder. */
  readonly folder: string;
  readonly version: string;
  readonly claim: Claim;
  readonly log: Log;
  /** Without clients and runs it ends after this time. */
  readonly idleMs: number;
}

const handshakeMs = 5_000;
/** Whoever starts a server connects to it, as soon as it sees that it is there. */
const firstClientMs = 10_000;

/** Serves until it has been idle for a while, or has retired and its runs have ended. */
export async function serve({ folder, version, claim, log, idleMs }: ServerOptions): Promise<void> {
  await mkdir(slotsFolder(folder), { recursive: true, mode: 0o700 });
  const connections = new Set<Connection>();
  const arriving = new Set<Socket>();
  const secret = randomBytes(32);
  let retired = false;
  let met = false;
  let idle: NodeJS.Timeout | null = null;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));

  const changed = (run: string): void => {
    for (const connection of connections) connection.changed(run);
  };
  const watcher = new Watcher(folder, changed);
  const scheduler = new Scheduler({ folder, log, changed, busyChanged: () => rest() });
  const services = { scheduler, watcher, overviews: new Overviews(), changed, log };

  /** Looks whether there is still something to do. */
  function rest(): void {
    if (idle !== null) clearTimeout(idle);
    idle = null;
    if (scheduler.busy || connections.size + arriving.size > 0) return;
    idle = setTimeout(finish, retired ? 0 : met ? idleMs : Math.max(idleMs, firstClientMs));
  }

  /** Finishes its runs and makes room for the server of a newer client. */
  async function retire(client: Client): Promise<void> {
    if (retired) return;
    retired = true;
    log(`retires: ${client.name} is of version ${client.version}`);
    await scheduler.retire();
    await announceNewer(folder, client.version);
    await leave();
    for (const connection of connections) connection.close();
    rest();
  }

  async function leave(): Promise<void> {
    if (!listening.listening) return;
    listening.close();
    await rm(addressFile(folder), { force: true });
    await claim.release();
  }

  function admit(client: Client): ServerInfo {
    if (retired || compareVersions(client.version, version) > 0) {
      // After the answer is on its way.
      setImmediate(() => void retire(client));
      throw olderServer(version, client.version);
    }
    if (client.protocol !== protocolVersion) throw newerServer(version, client.version);
    log(`${client.name} ${client.version} is connected`);
    return { version, pid: process.pid };
  }

  async function receive(socket: Socket): Promise<void> {
    arriving.add(socket);
    rest();
    // An error is followed by `close`.
    socket.on('error', () => undefined);
    try {
      await welcome(socket, secret, handshakeMs);
      const connection = openConnection(socket, { log, admit, services }, () => {
        connections.delete(connection);
        rest();
      });
      connections.add(connection);
      met = true;
    } catch (error) {
      log(`a connection is refused: ${error instanceof Error ? error.message : String(error)}`);
      socket.destroy();
    } finally {
      arriving.delete(socket);
      rest();
    }
  }

  await sweep(folder);
  const listening = createServer((socket) => void receive(socket));
  const socket = socketPath(folder);
  await listen(listening, socket);
  await replaceFile(secretFile(folder), `${secret.toString('hex')}\n`, 0o600);
  await scheduler.open();
  await replaceFile(addressFile(folder), `${socket}\n`, 0o600);
  log(`version ${version} listens on ${socket}`);
  rest();
  await finished;
  watcher.close();
  await leave();
  log('ends');
}

/** What killed servers left. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/\.sock$|^\.(address|secret|queue|settings)/.test(name))
      await rm(join(folder, name), { force: true });
  }
}

/** Random, so that no two servers ever share one, and nobody can be there before it. */
function socketPath(folder: string): string {
  const name = randomBytes(8).toString('hex');
  return process.platform === 'win32' ? `\\\\.\\pipe\\retort-${name}${name}` : join(folder, `${name}.sock`);
}

/** Systems cut longer names off, or refuse them: 104 bytes with the end mark on macOS, 108 on Linux. */
const longestSocket = 103;

function listen(server: Server, socket: string): Promise<void> {
  if (process.platform !== 'win32' && Buffer.byteLength(socket) > longestSocket) {
    throw new RetortError({
      code: 'path-too-long',
      message: say`The path of the training server's socket has ${Buffer.byteLength(socket)} bytes; ${longestSocket} are possible.`,
      where: socket,
      next: say`Name a shorter folder in the environment variable RETORT_RUNTIME_FOLDER.`,
    });
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const olderServer = (server: string, client: string): RetortError =>
  new RetortError({
    code: 'server-older',
    message: say`The training server is of version ${server}, older than ${client}. It finishes its runs and makes room.`,
    next: say`Connect again.`,
  });

const newerServer = (server: string, client: string): RetortError =>
  new RetortError({
    code: 'server-newer',
    message: say`The training server is of version ${server}; version ${client} doesn't speak as it does.`,
    next: say`Update Retort here to the same version, and reload the window.`,
  });
