import { distance } from 'fastest-levenshtein';
import type { Fix, Range } from '../protocol/problem.ts';
import { say } from '../text/say.ts';

/** The candidate that a misspelt word most likely means, or undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // A far longer word is no misspelling, and comparing it costs its length squared.
  if (word.length > 64) return undefined;
  const lower = word.toLowerCase();
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(lower, candidate.toLowerCase());
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  if (best === undefined) return undefined;
  // Two letters exchanged are two edits: allowed from five letters on.
  const allowed = Math.max(1, Math.floor((Math.min(word.length, best.candidate.length) + 1) / 3));
  return best.edits <= Math.min(allowed, 4) ? best.candidate : undefined;
}

/** Puts `text` in the place of a range. */
export const replace = (range: Range, text: string): Fix => ({
  title: say`Change to ${text}`,
  edits: [{ range, text }],
});
