import { RetortError } from '../../protocol/failure.ts';
import type { StagePlan } from '../plan.ts';
import type { Batch } from '../ports.ts';
import { sizeOf } from '../tensors.ts';
import { augment, type AugmentKey } from './augment.ts';
import type { DataSet } from './data-set.ts';
import { normalise } from './normalise.ts';
import { shuffled } from './order.ts';
import { say } from '../../text/say.ts';

export interface TrainingData {
  readonly stage: StagePlan;
  /** Index of the stage in the plan. */
  readonly stageIndex: number;
  readonly seed: number;
  /** In the order of the stage's parts. */
  readonly parts: readonly DataSet[];
}

/** A sample in a batch: a position in a data set, and how it is drawn on when training. */
interface Row {
  readonly data: DataSet;
  readonly position: number;
  readonly draws: AugmentKey | null;
}

/** Batches of a stage, by step: shuffled, mixed and augmented. A function of (seed, stage, step) and the data. */
export function trainingBatches({
  stage,
  stageIndex,
  seed,
  parts,
}: TrainingData): (step: number) => Promise<Batch> {
  const mixed = parts.map((data, part) => ({
    data,
    samples: stage.parts[part]?.samples ?? 0,
    order: shuffled({ seed, stage: stageIndex, part, size: data.size }),
  }));
  return (step) => {
    const rows = mixed.flatMap(({ data, samples, order }) =>
      Array.from(order(step, samples), (position) => ({ data, position })),
    );
    return assemble(rows.map((row, i) => ({ ...row, draws: { seed, stage: stageIndex, step, row: i } })));
  };
}

/** Samples `from` … `from + count − 1` of a data set as they are, fewer at its end. */
export function orderedBatch(data: DataSet, from: number, count: number): Promise<Batch> {
  const length = Math.max(0, Math.min(count, data.size - from));
  return assemble(Array.from({ length }, (_, i) => ({ data, position: from + i, draws: null })));
}

async function assemble(rows: readonly Row[]): Promise<Batch> {
  const shape = rows[0]?.data.shape ?? [0, 0, 0];
  const odd = rows.find(({ data }) => data.shape.join() !== shape.join());
  if (odd !== undefined) throw differentShapes(shape, odd.data.shape);
  // All are waited for, and the first bad row is the one reported: which comes first in time is chance.
  const images = await Promise.allSettled(
    rows.map(({ data, position }) => data.source.image(data.plan.skip + position)),
  );
  const size = sizeOf(shape);
  const image = new Float32Array(rows.length * size);
  for (const [i, { data, draws }] of rows.entries()) {
    const read = images[i];
    if (read?.status !== 'fulfilled') throw read?.reason;
    const pixels = draws === null ? read.value : augment(read.value, shape, data.plan.augment, draws);
    normalise(pixels, data.scale, image, i * size);
  }
  const label = Int32Array.from(rows, ({ data: { plan, source }, position }) =>
    plan.labelled ? source.label(plan.skip + position) : -1,
  );
  return {
    fields: {
      image: { shape: [rows.length, ...shape], data: image },
      label: { shape: [rows.length], data: label },
    },
    ids: Int32Array.from(rows, ({ position }) => position),
  };
}

const differentShapes = (one: readonly number[], other: readonly number[]) =>
  new RetortError({
    code: 'different-shapes',
    message: say`Images of ${one.join(' × ')} and of ${other.join(' × ')} can't be in one batch.`,
    next: say`Give the image folders of the mix the same \`size\` and \`channels\`.`,
  });
