import { rangeOf } from '../snapshot.ts';
import type { Spot } from './spot.ts';

/**
 * What further lines of something written at a spot begin with so that they stand right under it: what its line begins
 * with comes from the editor, the width of a dash before it from here.
 */
export function indentAt({ snapshot, range, prefix }: Spot): string {
  const { character } = rangeOf(snapshot, range).start;
  const line = snapshot.text.slice(range.start - character, range.start);
  return ' '.repeat(line.trimStart().length + prefix.length);
}

/** The same for lines that belong under a key that is written there. */
export const indentBelow = (spot: Spot): string => `${indentAt(spot)}  `;
