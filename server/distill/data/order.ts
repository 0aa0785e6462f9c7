import { permutation } from '../random.ts';

export interface OrderKey {
  readonly seed: number;
  /** Index of the stage in the plan. */
  readonly stage: number;
  /** Index of the part in the stage's batch: renaming a data set changes nothing. */
  readonly part: number;
  /** Samples of the data set. */
  readonly size: number;
}

/** Positions (0 … size − 1) of `rows` samples at a step. */
export type Order = (step: number, rows: number) => Uint32Array;

/**
 * The order in which a part's samples come. Every epoch is a permutation of its own, and epochs follow each other
 * without a gap: the batch in which an epoch ends goes on into the next. So nothing is dropped, each sample is seen
 * equally often, and the rows of a step follow from its number alone. (A batch across two epochs may hold a sample
 * twice; one larger than the data set always does.)
 */
export function shuffled({ seed, stage, part, size }: OrderKey): Order {
  // Two epochs meet in a batch; making a permutation again costs time and nothing else.
  const kept = new Map<number, Uint32Array>();
  const epoch = (number: number): Uint32Array => {
    const known = kept.get(number);
    if (known !== undefined) return known;
    const made = permutation({ seed, stage, step: number, site: `order/${part}` }, size);
    for (const other of kept.keys()) if (Math.abs(other - number) > 1) kept.delete(other);
    kept.set(number, made);
    return made;
  };
  return (step, rows) =>
    Uint32Array.from({ length: rows }, (_, row) => {
      const position = step * rows + row;
      return epoch(Math.floor(position / size))[position % size] ?? 0;
    });
}
