import { distance } from 'fastest-levenshtein';
import type { Fix, Range } from '../protocol/problem.ts';
import { say } from '../text/say.ts';

const suggestionsAtMost = 3;

/** So few names are all offered where none is near. */
const fewNames = 3;

/** The candidates that a misspelt word most likely means, the nearest first; none when none is near. */
export function nearestOf(word: string, candidates: Iterable<string>): readonly string[] {
  // A far longer word is no misspelling, and comparing it costs its length squared.
  if (word.length > 64) return [];
  const near = [...new Set(candidates)]
    .map((candidate) => ({ candidate, edits: farness(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => {
      const allowed = Math.max(1, Math.floor((Math.min(word.length, candidate.length) + 1) / 3));
      return edits <= Math.min(allowed, 4);
    })
    .sort((a, b) => a.edits - b.edits)
    .slice(0, suggestionsAtMost);
  // Nothing is nearer than the word itself in other letters.
  const same = near.filter(({ edits }) => edits === 0);
  return (same.length > 0 ? same : near).map(({ candidate }) => candidate);
}

/** The one that it most likely means, or undefined. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined =>
  nearestOf(word, candidates)[0];

/** How far apart two words are; one that isn't finished (`cos` of `cosine`) is nearer than one with a slip. */
const farness = (a: string, b: string): number =>
  a.length > 1 && b.startsWith(a) && a !== b ? 0.5 : slips(a, b);

/** Letters to change; two neighbours exchanged (`hrad`) are one slip, not two. */
function slips(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charAt(at) === b.charAt(at)) at += 1;
  const swapped = a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2);
  return a !== b && swapped === b ? 1 : distance(a, b);
}

/**
 * Whether a word can only be a slip of the pen for the first of those that it may mean: a letter or two of a word that
 * is long enough to tell (`gpu` is no slip for `cpu`), the same numbers in both (`big2` is none for `big3`), and no other
 * word as near.
 */
export function isSlip(word: string, [meant, other]: readonly string[]): boolean {
  if (meant === undefined || numbersIn(word) !== numbersIn(meant)) return false;
  const [own, next] = [word.toLowerCase(), meant.toLowerCase()];
  // The very same letters (`dk`, `KD`) tell even of a short word.
  const allowed = lettersOf(own) === lettersOf(next) ? 1 : Math.min(2, Math.floor(own.length / 4));
  const found = slips(own, next);
  return found <= allowed && (other === undefined || found < slips(own, other.toLowerCase()));
}

const lettersOf = (word: string): string => Array.from(word).sort().join('');
const numbersIn = (word: string): string => (word.match(/\d+/gu) ?? []).join();

/** Puts `text` in the place of a range. */
export const replace = (range: Range, text: string): Fix => ({
  title: say`Change to ${text}`,
  edits: [{ range, text }],
});

/** A fix for each of some words. */
export const replaceEach = (range: Range, words: readonly string[]): readonly Fix[] =>
  words.map((word) => replace(range, word));

/** Names in the place of one that means nothing: the nearest, or all of a few. */
export function otherNames(range: Range, word: string, known: readonly string[]): readonly Fix[] {
  const near = nearestOf(word, known);
  const [first, ...rest] = replaceEach(range, near.length === 0 && known.length <= fewNames ? known : near);
  if (first === undefined) return [];
  return [isSlip(word, near) ? sure(first) : first, ...rest];
}

/** A fix that needs no second thought. */
export const sure = (fix: Fix): Fix => ({ ...fix, isSure: true });
