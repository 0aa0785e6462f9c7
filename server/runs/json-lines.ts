import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RowCounts } from '../protocol/run.ts';
import type { RunDirectory } from './directory.ts';
import { isMissing } from './disk-failure.ts';
import { parseObject } from './json.ts';
import { splice } from './splice.ts';

/**
 * Lines of a file that every attempt has, over the run's history: the newest `most`. A line that is still being written
 * is passed over, and so is one that is torn.
 */
export async function readLines(
  run: RunDirectory,
  kind: keyof RowCounts,
  file: string,
  most = Infinity,
): Promise<readonly unknown[]> {
  const lines: string[] = [];
  for (const { folder, limit } of await splice(run)) {
    const text = await readFile(join(folder, file), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '';
      throw error;
    });
    const whole = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1);
    lines.push(...whole.slice(0, limit[kind]));
  }
  return lines
    .slice(-most)
    .map(parseObject)
    .filter((line) => line !== null);
}
