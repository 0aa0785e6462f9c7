import { appendFileSync, renameSync, statSync } from 'node:fs';

/** Lines of the server's log, the newest and as many before them. */
export type Log = (text: string) => void;

const capBytes = 1024 * 1024;

/** A log file that grows to a cap, and then once more: its older half is `<path>.1`. */
export function openLog(path: string): Log {
  let size = sizeOf(path);
  return (text) => {
    const line = `${new Date().toISOString()} ${process.pid} ${text.trimEnd()}\n`;
    try {
      if (size + line.length > capBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      size += line.length;
    } catch {
      // A full disk must not end the server; there is nobody else to tell.
    }
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** An error for the log, with its stack. */
export const traced = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
