import type { StageDescription } from '../../server/protocol/training.ts';
import { termName } from './loss-columns.ts';

/** A pair of layers that a stage compares. */
export interface Pair {
  /** Begins its columns of the diagnostics table. */
  readonly id: string;
  readonly name: string;
}

/** The stage's pairs; those of several terms that compare the same layers are told apart by the term. */
export function pairsOf(stage: StageDescription): readonly Pair[] {
  const pairs = stage.terms.flatMap((term) =>
    term.pairs.map(({ id, student, teacher }) => ({
      id,
      term: termName(stage, term),
      layers: `${student} ↔ ${teacher}`,
    })),
  );
  return pairs.map(({ id, term, layers }) => ({
    id,
    name: pairs.some((other) => other.id !== id && other.layers === layers) ? `${term}: ${layers}` : layers,
  }));
}
