import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptFolder, listAttempts } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { isMissing } from './disk-failure.ts';

const mostBytes = 256 * 1024;

/** A part of a log; `from` and `to` are bytes. */
export interface LogPart {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The newest attempt's `worker.log` from a byte on, at most 256 KiB, whole characters; its end when `from` is null. */
export async function readLog(run: RunDirectory, from: number | null): Promise<LogPart> {
  const newest = (await listAttempts(run)).at(-1) ?? 0;
  try {
    const file = await open(join(attemptFolder(run, newest), 'worker.log'), 'r');
    try {
      const { size } = await file.stat();
      const wanted = Math.min(from ?? Math.max(0, size - mostBytes), size);
      const bytes = Buffer.alloc(Math.min(mostBytes, size - wanted));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, wanted);
      const [first, end] = wholeCharacters(bytes.subarray(0, bytesRead));
      return { text: bytes.toString('utf8', first, end), from: wanted + first, to: wanted + end };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return { text: '', from: 0, to: 0 };
    throw error;
  }
}

/** Where the first whole UTF-8 character begins and the last one ends. */
function wholeCharacters(bytes: Uint8Array): readonly [number, number] {
  const continues = (at: number): boolean => ((bytes[at] ?? 0) & 0xc0) === 0x80;
  let first = 0;
  while (first < Math.min(3, bytes.length) && continues(first)) first++;
  let last = bytes.length - 1;
  while (last > first && last > bytes.length - 4 && continues(last)) last--;
  const lead = bytes[last] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return [first, last + length <= bytes.length ? bytes.length : Math.max(first, last)];
}
