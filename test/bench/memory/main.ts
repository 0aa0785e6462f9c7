import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../server/distill/plan.ts';
import { createRun } from '../../../server/runs/directory.ts';
import { memoryAhead } from '../../../server/training/enough-memory.ts';
import { fitnets, mnist, resnets } from './plans.ts';
import { peakOfRun } from './process.ts';
import { workloadMemory } from './workloads.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

interface Compared {
  readonly estimate: number;
  readonly measured: number;
}

const plans: Readonly<Record<string, (backend: string, folder: string) => Promise<Plan | null>>> = {
  'MNIST example': (backend) => mnist(backend),
  'FitNets, batch 16': (backend) => fitnets(backend, 16),
  'FitNets, batch 64': (backend) => fitnets(backend, 64),
  'FitNets, batch 256': (backend) => fitnets(backend, 256),
  'resnet8x4 from resnet32x4, batch 16': (backend, folder) => resnets(backend, 16, folder),
  'resnet8x4 from resnet32x4, batch 64': (backend, folder) => resnets(backend, 64, folder),
  'resnet8x4 from resnet32x4, batch 256': (backend, folder) => resnets(backend, 256, folder),
};

/** Workloads of the comparison with other engines; wasm takes minutes for them, and is compared on plans. */
const workloads: Readonly<Record<string, string>> = {
  'BERT 4 × 256, batch 16, the step alone': 'bert',
  'the same from BERT 8 × 512': 'bert-kd',
  'resnet8x4 from resnet32x4, batch 64, the step alone': 'resnet8x4-kd',
};

/**
 * Estimated and measured peak memory of training processes: real plans cut to a few steps, on onnx and wasm. The large
 * images take minutes; words after `memory` choose by name: `npm run -s bench -- memory FitNets onnx`.
 */
export async function memory(words: readonly string[] = []): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const compare = async (name: string, how: () => Promise<Compared | null>): Promise<void> => {
    if (!words.every((word) => name.includes(word))) return;
    const found = await how();
    if (found === null) return;
    rows.push(
      { name: `${name}: estimate`, value: found.estimate / 2 ** 20, unit: 'MiB' },
      { name: `${name}: measured`, value: found.measured / 2 ** 20, unit: 'MiB' },
      { name: `${name}: ratio`, value: found.estimate / found.measured, unit: '' },
    );
  };
  for (const backend of ['onnx', 'wasm'])
    for (const [name, make] of Object.entries(plans))
      await compare(`${name}, ${backend}`, () => planMemory(backend, make));
  for (const [name, id] of Object.entries(workloads))
    await compare(`${name}, onnx`, () => workloadMemory(id, 'onnx'));
  return rows;
}

async function planMemory(
  backend: string,
  make: (backend: string, folder: string) => Promise<Plan | null>,
): Promise<Compared | null> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-memory-'));
  try {
    const plan = await make(backend, folder);
    if (plan === null) return null;
    const { path } = await createRun({
      workspace: folder,
      recipeText: '',
      plan,
      versions: {},
      now: new Date(),
      random: 'aaaa',
    });
    return { estimate: (await memoryAhead(plan)).estimate.bytes, measured: await peakOfRun(path) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
