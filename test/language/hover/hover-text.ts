import { hover } from '../../../server/language/hover/hover.ts';
import { offsetOf, type Snapshot } from '../../../server/language/snapshot.ts';
import { cursorIn, seen } from '../cursor-text.ts';

/** Markdown of a hover at the cursor █, and the text that it is about; null where there is none. */
export async function hoverIn(
  marked: string,
  path?: string,
): Promise<{ readonly text: string; readonly about: string } | null> {
  const { text, offset } = cursorIn(marked);
  return hoverAt(await seen(text, path), offset);
}

export function hoverAt(
  snapshot: Snapshot,
  offset: number,
): { readonly text: string; readonly about: string } | null {
  const found = hover(snapshot, offset);
  if (found === null) return null;
  const { contents, range } = found;
  if (typeof contents !== 'object' || !('kind' in contents) || range === undefined)
    throw new Error('A hover is Markdown with a range.');
  return {
    text: contents.value,
    about: snapshot.text.slice(offsetOf(snapshot, range.start), offsetOf(snapshot, range.end)),
  };
}
