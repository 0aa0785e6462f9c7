import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { uniforms } from '../../server/distill/random.ts';
import { retort, type Spoken } from '../cli/retort.ts';
import { begin, type Begun } from './begin.ts';

/** A folder to work in for the time of a test, with data and the recipe `small.distill.yaml`. */
export interface Workspace {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<void>;
  readonly read: (name: string) => Promise<Buffer>;
  /** Runs the terminal program in the folder, to its end. */
  readonly say: (...words: string[]) => Promise<Spoken>;
  /** Starts it, to be met while it works. */
  readonly begin: (...words: string[]) => Begun;
  /** Every file and empty folder, sorted, with `/` between names. */
  readonly files: () => Promise<readonly string[]>;
  /** The newest run's folder. */
  readonly run: () => Promise<string>;
}

/** A few moments' work on data of 120 and 40 images. */
export const recipe = ({ steps = 10, checkpoints = 5, rate = '0.01' } = {}): string => `version: 1
name: Small
data:
  labelled: { source: idx, path: train, take: 40 }
  transfer: { source: idx, path: train, take: 60, labels: none }
  val: { source: idx, path: train, skip: 60 }
  test: { source: idx, path: t10k }
models:
  big: { network: { kind: mlp, hidden: [8] } }
  small: { network: { kind: mlp, hidden: [4] } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 6 steps
    batch: 10
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: { labelled: 1, transfer: 1 }
    length: ${steps} steps
    batch: 10
    optimizer: { kind: adam, rate: ${rate} }
    losses:
      - { loss: hard, weight: 0.1, data: labelled }
      - { loss: kd, weight: 0.9, temperature: 4 }
evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }
checkpoints: { every: ${checkpoints} steps, keep: { last: 2, best: 1 } }
`;

/** More steps than any test waits for. */
export const endless = recipe({ steps: 1_000_000 });

/** `inside` is a folder below the temporary one, for paths of other shapes. */
export async function workspace(text = recipe(), inside = '.'): Promise<Workspace> {
  const base = await mkdtemp(join(tmpdir(), 'retort-bad-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const folder = join(base, inside);
  await mkdir(folder, { recursive: true });
  const path = (name: string): string => join(folder, name);
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), content);
  };
  await write('small.distill.yaml', text);
  for (const [name, content] of Object.entries({ ...stripes('train', 120), ...stripes('t10k', 40) })) {
    await write(name, content);
  }
  return {
    folder,
    path,
    write,
    read: (name) => readFile(path(name)),
    say: (...words) => retort(words, { cwd: folder }),
    begin: (...words) => begin(words, folder),
    files: () => filesIn(folder),
    async run() {
      const newest = (await readdir(path('.retort/runs'))).sort().at(-1);
      if (newest === undefined) throw new Error('There is no run.');
      return path(join('.retort/runs', newest));
    },
  };
}

export async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const kept = await Promise.all(
    names.map(async (name) => {
      const entry = await stat(join(folder, name));
      return entry.isFile() || (await readdir(join(folder, name))).length === 0 ? [name] : [];
    }),
  );
  return kept
    .flat()
    .map((name) => relative('.', name).replaceAll('\\', '/'))
    .sort();
}

/** Images of 6 × 6 in which one of three columns is bright, with noise, as a pair of IDX files. */
export function stripes(prefix: string, count: number): Readonly<Record<string, Uint8Array>> {
  const noise = uniforms({ seed: 1, stage: 0, step: 0, site: prefix }, count * 36);
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 3);
  const pixels = Uint8Array.from({ length: count * 36 }, (_, at) => {
    const bright = Math.floor((at % 6) / 2) === labels[Math.floor(at / 36)];
    return (bright ? 120 : 20) + Math.floor(100 * (noise[at] ?? 0));
  });
  return {
    [`${prefix}-images-idx3-ubyte`]: Buffer.concat([words(0x803, count, 6, 6), pixels]),
    [`${prefix}-labels-idx1-ubyte`]: Buffer.concat([words(0x801, count), labels]),
  };
}

/** Big-endian 32-bit words. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}
