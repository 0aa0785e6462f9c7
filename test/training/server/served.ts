import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { RunSummary } from '../../../server/protocol/training.ts';
import type { ConnectOptions, TrainingClient } from '../../../server/training/client/client.ts';
import { connect } from '../../../server/training/client/connect.ts';
import { program } from '../../program.ts';

/** A private run-time folder for the time of a test; the servers that were met in it are gone afterwards. */
export interface Served {
  readonly folder: string;
  /** Connects; the first starts the server. */
  readonly client: (options?: Partial<ConnectOptions>) => Promise<TrainingClient>;
}

export async function served(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-rt-'));
  const pids = new Set<number>();
  onTestFinished(async () => {
    for (const pid of pids) kill(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  return {
    folder,
    async client(options = {}) {
      const client = await connect({
        version: '0.1.0',
        name: 'test',
        program: fileURLToPath(program('server')),
        node: process.execPath,
        folder,
        idleMs: 2000,
        ...options,
      });
      pids.add(client.server.pid);
      onTestFinished(() => client.close());
      return client;
    },
  };
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Resolves with a run's summary once it is as asked for; looks whenever the server says that the run changed. */
export const until = (
  client: TrainingClient,
  run: string,
  asked: (summary: RunSummary) => boolean,
): Promise<RunSummary> =>
  changed(
    client,
    async () => {
      const summary = await client.request('summary', { run });
      return asked(summary) ? summary : null;
    },
    run,
  );

/** Looks at once, and whenever the server says that something (or one run) changed, until something is found. */
export async function changed<T>(
  client: TrainingClient,
  look: () => Promise<T | null>,
  run?: string,
): Promise<T> {
  const waiting = new Set<() => void>();
  let changes = 0;
  const off = client.onChanged(({ runs }) => {
    if (run !== undefined && !runs.includes(run)) return;
    changes += 1;
    for (const wake of waiting) wake();
  });
  try {
    for (;;) {
      const seen = changes;
      const found = await look();
      if (found !== null) return found;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        if (changes > seen) resolve();
      });
      waiting.clear();
    }
  } finally {
    off();
  }
}

export const reaches =
  (state: RunSummary['state']) =>
  (summary: RunSummary): boolean =>
    summary.state === state;
