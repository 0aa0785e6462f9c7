import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { RetortError } from '../../protocol/failure.ts';
import { protocolVersion } from '../../protocol/training.ts';
import { logFile, readAddress } from './address.ts';
import type { ConnectOptions, TrainingClient } from './client.ts';
import { introduce } from './handshake.ts';
import { launch, launchLog } from './launch.ts';
import { openPrivateFolder, runtimeFolder } from './private-folder.ts';
import { openClient } from './training-client.ts';
import { say } from '../../text/say.ts';

const defaultLimitMs = 20_000;
const handshakeMs = 5_000;
const retryMs = 40;
/** A server that was started and has ended has met another, that is about to answer or was just leaving. */
const launchAgainMs = 500;

/**
 * Connects to the user's training server, which is started where there is none. Throws RetortError
 * `server-unreachable`, `server-newer`, `unsafe-folder`, `cancelled`.
 */
export async function connect(options: ConnectOptions): Promise<TrainingClient> {
  const folder = options.folder ?? runtimeFolder();
  const end = Date.now() + (options.limitMs ?? defaultLimitMs);
  await openPrivateFolder(folder);
  let launchAt = 0;
  let reason = say`Nothing answered.`;
  while (Date.now() < end) {
    if (options.signal?.aborted === true) throw cancelled();
    const met = await meet(folder, options);
    if (typeof met !== 'string') return met;
    reason = met;
    if (Date.now() >= launchAt) {
      launchAt = Infinity;
      void launch({ ...options, folder }).then((why) => {
        launchAt = Date.now() + launchAgainMs;
        if (why !== '') reason = `${why} ${printed(folder)}`;
      });
    }
    await pause(retryMs);
  }
  throw new RetortError({
    code: 'server-unreachable',
    message: say`The training server could not be reached in time. ${reason}`.trim(),
    where: logFile(folder),
    next: say`Try again. If it stays so, look at ${logFile(folder)}, and whether ${options.node} runs.`,
  });
}

/** Connects to a server that is there; null when there is none. Throws as `connect`. */
export async function connectIfThere(
  options: Pick<ConnectOptions, 'version' | 'name' | 'folder'>,
): Promise<TrainingClient | null> {
  const folder = options.folder ?? runtimeFolder();
  await openPrivateFolder(folder);
  const met = await meet(folder, options);
  return typeof met === 'string' ? null : met;
}

/** An older server makes room, one that just ends has gone, one that hangs may wake: another try is worth it. */
const passing: readonly string[] = ['server-older', 'server-gone', 'cancelled'];

/** A connection, or why there is none yet. */
async function meet(
  folder: string,
  { version, name }: Pick<ConnectOptions, 'version' | 'name'>,
): Promise<TrainingClient | string> {
  const address = await readAddress(folder);
  if (address === null) return say`It has not said where it listens.`;
  let socket: Socket;
  try {
    socket = await dial(address.socket);
  } catch (error) {
    return String(error);
  }
  try {
    await introduce(socket, address.secret, handshakeMs);
    return await openClient(socket, { protocol: protocolVersion, version, name }, logFile(folder));
  } catch (error) {
    socket.destroy();
    if (error instanceof RetortError && !passing.includes(error.code)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

function dial(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // An error is followed by `close`, which everybody listens to.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

function printed(folder: string): string {
  try {
    return readFileSync(launchLog(folder), 'utf8').slice(0, 2000).trim();
  } catch {
    return '';
  }
}

const cancelled = (): RetortError =>
  new RetortError({
    code: 'cancelled',
    message: say`Connecting to the training server was cancelled.`,
    next: say`Connect again if it was not meant.`,
  });
