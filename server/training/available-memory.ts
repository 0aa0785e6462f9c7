import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';

/**
 * Memory that a new process can have, in bytes. libuv's free memory counts what Linux (`MemAvailable`) and Windows would
 * give up for it; macOS keeps next to nothing free and compresses and swaps instead, so all of it counts there. A limit
 * of the control group holds beside it.
 */
export function availableBytes(): number {
  const system = process.platform === 'darwin' ? totalmem() : freemem();
  const limit = process.constrainedMemory();
  if (!(limit > 0 && limit < totalmem())) return system;
  return Math.min(system, Math.max(0, limit - (usedOfGroup() ?? process.memoryUsage.rss())));
}

/** Bytes in use of the control group (version 2), without files that are only kept in case; null where it doesn't tell. */
function usedOfGroup(): number | null {
  try {
    const current = Number(readFileSync('/sys/fs/cgroup/memory.current', 'utf8'));
    const cached = /^inactive_file (\d+)$/m.exec(readFileSync('/sys/fs/cgroup/memory.stat', 'utf8'))?.[1];
    return Number.isFinite(current) ? current - Number(cached ?? 0) : null;
  } catch {
    return null;
  }
}
