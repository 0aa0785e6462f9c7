import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format } from '../../../server/distill/checkpoints/safetensors.ts';
import { findNetwork } from '../../../server/distill/networks/index.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Plan } from '../../../server/distill/plan.ts';
import { gather } from '../../../server/recipe/gather.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { plan } from '../../../server/recipe/plan.ts';

/** Steps that a stage is cut to: the first, those between, the last with its diagnostics and evaluation. */
const steps = 3;

/** A plan as a recipe gives it, with few steps and one seed. */
async function planOf(text: string, path: string, backend: string): Promise<Plan> {
  const document = parse(text);
  const facts = await gather(document, path);
  const made = plan(document, facts, { backend: { name: backend, threads: () => 1 } });
  return {
    ...made,
    seeds: made.seeds.slice(0, 1),
    stages: made.stages.map((stage) => ({ ...stage, steps, evaluateEvery: steps })),
    checkpoints: { ...made.checkpoints, everySteps: 2 },
  };
}

export const mnist = async (backend: string): Promise<Plan> =>
  planOf(
    await readFile('examples/mnist.distill.yaml', 'utf8'),
    resolve('examples/mnist.distill.yaml'),
    backend,
  );

/** FitNets with a projection on MNIST. */
export async function fitnets(backend: string, batch: number): Promise<Plan> {
  const path = 'examples/features/fitnets-joint.distill.yaml';
  const text = (await readFile(path, 'utf8')).replace(/^    batch: 128$/m, `    batch: ${batch}`);
  return planOf(text, resolve(path), backend);
}

const cifar = resolve('../shared/data/cifar10');

/** resnet8x4 from resnet32x4 on CIFAR-10, the teacher with drawn weights; null where the images are not there. */
export async function resnets(backend: string, batch: number, folder: string): Promise<Plan | null> {
  if (!existsSync(join(cifar, 'train.tar'))) return null;
  const checkpoint = join(folder, 'resnet32x4.safetensors');
  const { parameters, state } = findNetwork('resnet').build(
    { depth: 32, width: 4 },
    { fields: { image: { shape: [32, 32, 3], dtype: 'float32' } }, classes: 10, files: {} },
  );
  await writeFile(checkpoint, format(initialise([...parameters, ...state], { seed: 1, model: 'big' }), {}));
  const text = `version: 1
name: resnet8x4 from resnet32x4
data:
  train: { source: image-folder, path: ${cifar}/train.tar, skip: 5000, augment: [{ kind: pad-crop, pad: 4 }, { kind: flip }] }
  val: { source: image-folder, path: ${cifar}/train.tar, take: 300 }
  test: { source: image-folder, path: ${cifar}/test.tar, take: 300 }
models:
  big: { network: { kind: resnet, depth: 32, width: 4 }, checkpoint: ${checkpoint} }
  small: { network: { kind: resnet, depth: 8, width: 4 } }
stages:
  - name: distil
    train: small
    teachers: big
    data: train
    length: 1 epochs
    batch: ${batch}
    optimizer: { kind: sgd, rate: 0.05, momentum: 0.9, decay: 0.0005 }
    losses: [{ loss: hard, weight: 0.1 }, { loss: kd, weight: 0.9, temperature: 4 }]
evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }
`;
  return planOf(text, join(folder, 'resnets.distill.yaml'), backend);
}
