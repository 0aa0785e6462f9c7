import { join } from 'node:path';
import type { ServerSettings } from '../../protocol/training.ts';
import { replaceFile } from '../../runs/durable.ts';
import { formatJson, readObject } from '../../runs/json.ts';
import { object, whole, type Check } from './parameters.ts';

export const serverSettings: Check<ServerSettings> = object(
  { slots: whole(1, 64), niceness: whole(0, 19) },
  {},
);

/** Of a server that no client has told any. */
export const initialSettings: ServerSettings = { slots: 1, niceness: 0 };

const settingsFile = (folder: string): string => join(folder, 'settings.json');

/** What the last client set, of this server or the one before: a queue goes on before anybody connects. */
export async function readSettings(folder: string): Promise<ServerSettings> {
  try {
    return serverSettings(await readObject(settingsFile(folder)), 'settings');
  } catch {
    return initialSettings;
  }
}

/** Throws RetortError `disk-full`, `read-only`. */
export const writeSettings = (folder: string, settings: ServerSettings): Promise<void> =>
  replaceFile(settingsFile(folder), formatJson(settings));
