import { plain } from '../../server/protocol/plain.ts';

/**
 * Names that come from recipes, runs and files are anybody's. Where the editor gives characters a meaning (icons,
 * links, markup), these take it away; what is shown stays what was written.
 */

const longest = 200;

/** One line of bounded length. For labels, titles and descriptions, which are text already. */
export function oneLine(text: string): string {
  const line = plain(text).trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** Hovers and documents have room for a path, and for why something failed. */
const longestFact = 1000;

/** One line of bounded length for values in hovers and documents: cut in the middle, for paths tell most by their ends. */
export function fact(text: string): string {
  const line = plain(text).trim();
  if (line.length <= longestFact) return line;
  const half = longestFact / 2;
  return `${line.slice(0, half - 1)}…${line.slice(-half)}`;
}

/** For labels in which `$(name)` is an icon: the status bar and quick picks. */
export const withoutIcons = (text: string): string => oneLine(text).replaceAll('$(', '\\$(');

/** For notifications, in which `[text](address)` is a link. */
export const withoutLinks = (text: string): string => plain(text).replaceAll('](', '] (').slice(0, 1000);
