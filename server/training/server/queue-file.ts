import { join } from 'node:path';
import { replaceFile } from '../../runs/durable.ts';
import { formatJson, isObject, readObject } from '../../runs/json.ts';

/** A run that waits for a slot. */
export interface Waiting {
  readonly run: string;
  /** Its newest attempt when it was queued: with a later one it has begun. */
  readonly attempt: number;
  readonly takeOver: boolean;
  readonly anyway: boolean;
}

const queueFile = (folder: string): string => join(folder, 'queue.json');

/** What the last server left; nothing where there is none or it can't be read. */
export async function readQueue(folder: string): Promise<readonly Waiting[]> {
  const content = await readObject(queueFile(folder)).catch(() => null);
  return Array.isArray(content?.runs) ? content.runs.filter(isWaiting) : [];
}

/** Throws RetortError `disk-full`, `read-only`. */
export const writeQueue = (folder: string, runs: readonly Waiting[]): Promise<void> =>
  replaceFile(queueFile(folder), formatJson({ version: 1, runs }));

const isWaiting = (value: unknown): value is Waiting =>
  isObject(value) &&
  typeof value.run === 'string' &&
  typeof value.attempt === 'number' &&
  typeof value.takeOver === 'boolean' &&
  typeof value.anyway === 'boolean';
