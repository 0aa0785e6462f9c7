/**
 * Names that come from recipes, runs and files are anybody's. Where the editor gives characters a meaning (icons,
 * links, markup), these take it away; what is shown stays what was written.
 */

/** Controls, line breaks, and marks that turn the direction of text around: nothing that a name needs. */
const invisible = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const longest = 200;

/** One line of bounded length. For labels, titles and descriptions, which are text already. */
export function oneLine(text: string): string {
  const line = text.replace(invisible, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** For labels in which `$(name)` is an icon: the status bar and quick picks. */
export const withoutIcons = (text: string): string => oneLine(text).replaceAll('$(', '\\$(');

/** For notifications, in which `[text](address)` is a link. */
export const withoutLinks = (text: string): string =>
  text.replace(invisible, ' ').replaceAll('](', '] (').slice(0, 1000);
