import { distance } from 'fastest-levenshtein';
import type { Fix, Range } from '../protocol/problem.ts';
import { say } from '../text/say.ts';

const suggestionsAtMost = 3;

/** The candidates that a misspelt word most likely means, the nearest first; none when none is near. */
export function nearestOf(word: string, candidates: Iterable<string>): readonly string[] {
  // A far longer word is no misspelling, and comparing it costs its length squared.
  if (word.length > 64) return [];
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => {
      const allowed = Math.max(1, Math.floor((Math.min(word.length, candidate.length) + 1) / 3));
      return edits <= Math.min(allowed, 4);
    })
    .sort((a, b) => a.edits - b.edits)
    .slice(0, suggestionsAtMost)
    .map(({ candidate }) => candidate);
}

/** The one that it most likely means, or undefined. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined =>
  nearestOf(word, candidates)[0];

/** Letters to change; two neighbours exchanged (`hrad`) are one slip, not two. */
function editsBetween(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charAt(at) === b.charAt(at)) at += 1;
  const swapped = a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2);
  return a !== b && swapped === b ? 1 : distance(a, b);
}

/** Puts `text` in the place of a range. */
export const replace = (range: Range, text: string): Fix => ({
  title: say`Change to ${text}`,
  edits: [{ range, text }],
});

/** A fix for each of some words. */
export const replaceEach = (range: Range, words: readonly string[]): readonly Fix[] =>
  words.map((word) => replace(range, word));
