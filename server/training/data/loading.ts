import { trainingBatches, orderedBatch } from '../../distill/data/batches.ts';
import { dataSet, type DataSet } from '../../distill/data/data-set.ts';
import type { Source } from '../../distill/data/descriptor.ts';
import { findSource } from '../../distill/data/index.ts';
import type { DataPlan, Plan } from '../../distill/plan.ts';
import type { Batch, Files, ImageDecoder } from '../../distill/ports.ts';
import { cached, imageCache, type ImageCache } from './cache.ts';
import type { DataWarning, Wanted } from './messages.ts';
import { say } from '../../text/say.ts';

export interface LoadingOptions {
  readonly files: Files;
  readonly decode: ImageDecoder;
  readonly cacheBytes: number;
  readonly warn: (warning: DataWarning) => void;
}

export interface Loading {
  /** Rejects with the RetortError of the data it needs. */
  batch(wanted: Wanted): Promise<Batch>;
  readonly cache: ImageCache;
}

/**
 * All data of a plan behind one function. Every source is opened at once, so that what is missing shows before the
 * first step; data sets of the same content share one source.
 */
export function loading(plan: Plan, { files, decode, cacheBytes, warn }: LoadingOptions): Loading {
  const cache = imageCache(cacheBytes);
  const open = async (data: DataPlan): Promise<Source> => {
    const source = await findSource(data.source).open(data.config, files, decode);
    const skipped = source.skipped ?? [];
    if (skipped.length > 0) {
      const names = skipped.slice(0, 3).join(', ') + (skipped.length > 3 ? ', …' : '');
      const message =
        skipped.length === 1
          ? say`1 image can’t be decoded and is left out: ${names}.`
          : say`${skipped.length} images can’t be decoded and are left out: ${names}.`;
      warn({ code: 'corrupt-images-skipped', message });
    }
    return cached(source, data.key, cache);
  };
  const sources = new Map<string, Promise<Source>>();
  const sets = new Map<string, Promise<DataSet>>();
  for (const [name, data] of Object.entries(plan.data)) {
    const source = sources.get(data.key) ?? open(data);
    sources.set(data.key, source);
    const set = source.then((opened) => dataSet(name, data, opened));
    // Who asks for a batch of it is told; until then a failure is nobody's.
    set.catch(() => undefined);
    sets.set(name, set);
  }
  const dataOf = async (name: string): Promise<DataSet> => {
    const set = await sets.get(name);
    if (set === undefined) throw new Error(`The plan has no data ${name}.`);
    return set;
  };

  // One stage trains at a time; keeping its order saves a permutation a step.
  let current: { readonly place: string; readonly batches: ReturnType<typeof stageBatches> } | null = null;
  const training = (stageIndex: number, seed: number) => {
    const place = `${stageIndex}/${seed}`;
    if (current?.place !== place) current = { place, batches: stageBatches(stageIndex, seed) };
    return current.batches;
  };
  const stageBatches = async (stageIndex: number, seed: number) => {
    const stage = plan.stages[stageIndex];
    if (stage === undefined) throw new Error(`The plan has no stage ${stageIndex}.`);
    const parts = await Promise.all(stage.parts.map(({ data }) => dataOf(data)));
    return trainingBatches({ stage, stageIndex, seed, parts });
  };

  return {
    cache,
    async batch(wanted) {
      switch (wanted.kind) {
        case 'training':
          return (await training(wanted.stage, wanted.seed))(wanted.step);
        case 'in-order':
          return orderedBatch(await dataOf(wanted.data), wanted.from, wanted.count);
      }
    },
  };
}
