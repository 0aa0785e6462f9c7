import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format, parse } from '../distill/checkpoints/safetensors.ts';
import type { TrainedModel } from '../distill/ports.ts';
import type { HostTensors } from '../distill/tensors.ts';
import { RetortError } from '../protocol/failure.ts';
import type { RunDirectory } from './directory.ts';
import { isMissing } from './disk-failure.ts';
import { makeFolder, replaceFile } from './durable.ts';
import { say } from '../text/say.ts';

/** Trained models of a run: `models/seed-<seed>/<model>.safetensors`, a baseline's beside its student's. */
const folder = (run: RunDirectory): string => join(run.path, 'models');

/** Writes what a training ended with. Throws RetortError `disk-full`, `read-only`. */
export async function saveModel(
  run: RunDirectory,
  { name, seed, stage, tensors, best }: TrainedModel,
): Promise<void> {
  const path = join(folder(run), `seed-${seed}`, `${encodeURIComponent(name)}.safetensors`);
  const metadata = {
    'retort.model': name,
    'retort.run': run.id,
    'retort.seed': String(seed),
    'retort.stage': stage,
    ...(best === null ? {} : { 'retort.step': String(best.step), 'retort.value': String(best.value) }),
  };
  await makeFolder(dirname(path));
  await replaceFile(path, format(tensors, metadata));
}

export interface SavedModel {
  readonly seed: number;
  /** Value of the selection metric, or null where nothing selected. */
  readonly value: number | null;
  readonly step: number | null;
  readonly tensors: HostTensors;
}

/** What the trainings of a model ended with, by seed. Throws RetortError `bad-checkpoint`. */
export async function readModels(run: RunDirectory, name: string): Promise<readonly SavedModel[]> {
  const seeds = await readdir(folder(run)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const found = await Promise.all(
    seeds.map(async (entry) => {
      const seed = /^seed-(\d+)$/.exec(entry)?.[1];
      if (seed === undefined) return [];
      const file = `${encodeURIComponent(name)}.safetensors`;
      const bytes = await readFile(join(folder(run), entry, file)).catch(() => null);
      if (bytes === null) return [];
      const { tensors, metadata } = parseAt(join(folder(run), entry, file), bytes);
      return {
        seed: Number(seed),
        value: numberOf(metadata['retort.value']),
        step: numberOf(metadata['retort.step']),
        tensors,
      };
    }),
  );
  return found.flat().sort((a, b) => a.seed - b.seed);
}

function parseAt(where: string, bytes: Uint8Array): ReturnType<typeof parse> {
  try {
    return parse(bytes);
  } catch (error) {
    if (!(error instanceof RetortError)) throw error;
    const { code, message } = error;
    throw new RetortError({
      code,
      message,
      where,
      next: say`Delete it to export another seed, or run the recipe again.`,
    });
  }
}

const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
