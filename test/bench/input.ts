import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { uniforms } from '../../server/distill/random.ts';
import type { DataPlan } from '../../server/distill/plan.ts';
import { openData } from '../../server/training/data/port.ts';
import { mnist, plan, plannedData, plannedStage } from '../training/data/plans.ts';

export interface InputRow {
  readonly name: string;
  readonly value: number;
  readonly unit: 'samples/s' | 'ms/batch';
}

const batch = 64;
const photos = { count: 640, side: 160 };

/**
 * How fast batches of 64 come, while nothing else runs: MNIST, and a folder of JPEG photographs in its first epoch
 * (decoded) and its second (from the cache).
 */
export async function input(
  loader: URL = new URL('./loader.js', import.meta.url),
): Promise<readonly InputRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-bench-'));
  try {
    await writePhotos(folder);
    const digits = await plannedData('idx', { path: `${mnist}/train` });
    const crops = { augment: [{ kind: 'pad-crop', pad: 2 } as const] };
    const images = await plannedData('image-folder', { path: folder });
    const [mnistMs = 0] = await epochs(digits, [500], loader);
    const [augmentedMs = 0] = await epochs({ ...digits, ...crops }, [500], loader);
    const steps = photos.count / batch;
    const [coldMs = 0, warmMs = 0] = await epochs(images, [steps, steps], loader);
    const size = `${photos.side} × ${photos.side} JPEG`;
    return [
      { name: 'MNIST', value: (1000 * batch) / mnistMs, unit: 'samples/s' },
      { name: 'MNIST', value: mnistMs, unit: 'ms/batch' },
      { name: 'MNIST, pad-crop', value: (1000 * batch) / augmentedMs, unit: 'samples/s' },
      { name: `${size}, decoded`, value: (1000 * batch) / coldMs, unit: 'samples/s' },
      { name: `${size}, from the cache`, value: (1000 * batch) / warmMs, unit: 'samples/s' },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Mean milliseconds a batch over each of some stretches of steps, after the first batch. */
async function epochs(all: DataPlan, stretches: readonly number[], loader: URL): Promise<readonly number[]> {
  const total = 1 + stretches.reduce((sum, steps) => sum + steps, 0);
  const data = openData(plan({ all }, [plannedStage({ all: batch }, total)]), {
    loader,
    cacheBytes: 2 ** 28,
  });
  try {
    const stream = data.training(0, 1);
    await stream.batch(0);
    const means = [];
    let step = 1;
    for (const steps of stretches) {
      const start = performance.now();
      for (const end = step + steps; step < end; step++) await stream.batch(step);
      means.push((performance.now() - start) / steps);
    }
    return means;
  } finally {
    await data.close();
  }
}

/** Images like photographs in their coarse structure: noise enlarged. */
async function writePhotos(folder: string): Promise<void> {
  await mkdir(join(folder, 'all'));
  const { count, side } = photos;
  for (let i = 0; i < count; i++) {
    const noise = uniforms({ seed: i, stage: 0, step: 0, site: 'bench' }, 20 * 20 * 3);
    const coarse = Uint8Array.from(noise, (value) => value * 256);
    const jpeg = await sharp(coarse, { raw: { width: 20, height: 20, channels: 3 } })
      .resize(side, side)
      .jpeg({ quality: 85 })
      .toBuffer();
    await writeFile(join(folder, 'all', `${i}.jpg`), jpeg);
  }
}
