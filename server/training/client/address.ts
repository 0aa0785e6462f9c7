import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of the run-time folder that server and client both know. */
export const addressFile = (folder: string): string => join(folder, 'address');
export const secretFile = (folder: string): string => join(folder, 'secret');
export const logFile = (folder: string): string => join(folder, 'server.log');

/** Where the training server listens, and what both sides prove to know. */
export interface Address {
  /** Path of a Unix socket, or name of a pipe. */
  readonly socket: string;
  readonly secret: Buffer;
}

/** Null while no server has written them. */
export async function readAddress(folder: string): Promise<Address | null> {
  try {
    const [socket, secret] = await Promise.all([
      readFile(addressFile(folder), 'utf8'),
      readFile(secretFile(folder), 'utf8'),
    ]);
    return { socket: socket.trim(), secret: Buffer.from(secret.trim(), 'hex') };
  } catch {
    return null;
  }
}
