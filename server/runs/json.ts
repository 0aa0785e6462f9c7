import { readFile } from 'node:fs/promises';
import { isMissing } from './disk-failure.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON object from text, or null when it is torn or something else. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** A JSON file's object, or null when the file is missing, torn or something else. */
export async function readObject(path: string): Promise<JsonObject | null> {
  try {
    return parseObject(await readFile(path, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** JSON as people read it, ending in a line break. */
export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
