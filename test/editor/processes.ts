import { readFile, readdir } from 'node:fs/promises';

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Processes that were started with this run-time folder in their environment: one editor's, and its training server's. */
export async function processesOf(runtime: string): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (name): Promise<readonly Process[]> => {
      try {
        const environment = await readFile(`/proc/${name}/environ`, 'utf8');
        if (!environment.split('\0').includes(`RETORT_RUNTIME_FOLDER=${runtime}`)) return [];
        const stat = await readFile(`/proc/${name}/stat`, 'utf8');
        // Ended, and only waiting for its parent to notice.
        if (stat.includes(') Z ')) return [];
        const command = (await readFile(`/proc/${name}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), command }];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}

/** Does something while a process stands still, as if it had no turn: what it is at lasts. */
export async function held<T>(pid: number, work: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}
