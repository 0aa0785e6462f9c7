import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunDirectory } from '../../../server/runs/directory.ts';
import { retort } from '../../cli/retort.ts';

/** Everything that the panel shows: two seeds, pairs of layers, a matrix, images, a baseline, a report. */
const recipe = `version: 1
name: 'Digits <b onclick="x">&amp; **hostile**'
seeds: [1, 2]
data:
  labelled: { source: idx, path: digits/labelled, take: 200 }
  unlabelled: { source: idx, imageFile: digits/unlabelled-images-idx3-ubyte, take: 600 }
  val: { source: idx, path: digits/val, take: 600 }
  test: { source: idx, path: digits/test, take: 200 }
models:
  big: { network: { kind: mlp, hidden: [64, 48] } }
  small: { network: { kind: mlp, hidden: [24, 16] } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 60 steps
    batch: 32
    optimizer: { kind: adam, rate: 0.003 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: { labelled: 1, unlabelled: 3 }
    length: 120 steps
    batch: 32
    optimizer: { kind: adam, rate: 0.003 }
    losses:
      - { loss: hard, weight: 0.1, data: labelled }
      - { loss: kd, weight: 0.9, temperature: 4 }
      - { id: first, loss: hint, weight: 0.2, pairs: [[hidden.1, hidden.1]], project: linear }
      - { id: second, loss: hint, weight: 0.2, pairs: [[hidden.2, hidden.2]], project: linear }
evaluate: { data: [val, test], select: { metric: accuracy, data: val }, every: 20 steps }
diagnostics: { every: 10 steps }
`;

/** A run of the terminal program on the bundled sample, trained to its end in a few seconds. */
export async function digitsRun(folder: string): Promise<RunDirectory> {
  await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { makeSample } from './media/sample/make.mjs'; makeSample(${JSON.stringify(folder)});`,
  ]);
  await writeFile(join(folder, 'panel.distill.yaml'), recipe);
  const { code, stderr } = await retort(['run', 'panel.distill.yaml'], { cwd: folder });
  if (code !== 0) throw new Error(`The run failed: ${stderr}`);
  const runs = join(folder, '.retort', 'runs');
  const id = (await readdir(runs)).find((name) => !name.startsWith('.'));
  if (id === undefined) throw new Error('There is no run.');
  return { id, path: join(runs, id) };
}
