import type { FoundDisagreements } from '../distill/ports.ts';
import type { Disagreements } from '../protocol/training.ts';
import type { RunDirectory } from './directory.ts';
import { readLines } from './json-lines.ts';

export const disagreementsFile = 'disagreements.jsonl';

/** A line of the file. */
export const written = ({ samples, ...rest }: FoundDisagreements): Disagreements => ({
  ...rest,
  samples: samples.map(({ image, ...sample }) => ({
    ...sample,
    image: image === null ? null : { ...image, pixels: Buffer.from(image.pixels).toString('base64') },
  })),
});

/**
 * Where students differed most from their teachers, an entry an evaluation over the run's history: the newest
 * `most`, the newest of all last. Empty where nothing was compared.
 */
export async function readDisagreements(run: RunDirectory, most?: number): Promise<readonly Disagreements[]> {
  return (await readLines(run, 'disagreements', disagreementsFile, most)).filter(isDisagreements);
}

/** Nobody but the writer writes them, so the outline vouches for the rest. */
const isDisagreements = (value: unknown): value is Disagreements =>
  typeof value === 'object' &&
  value !== null &&
  'step' in value &&
  typeof value.step === 'number' &&
  'samples' in value &&
  Array.isArray(value.samples);
