/** What is shown of a recipe's own words at most: a name of a megabyte is no name. */
const shownAtMost = 120;

/** Line breaks, and signs that are not seen or turn the text around. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Words from a recipe or a file system as inline code, in which nothing is a link, a tag or a picture. They are
 * hostile: on one line, shortened, between more backticks than they hold.
 */
export function code(text: string): string {
  const shown = oneLine(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A backtick or a space at an end, and nothing at all, need a space between themselves and the fence.
  const space = /^[`\s]|[`\s]$|^$/u.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Lines as they are: a formula, or a piece of a recipe. */
export function block(text: string, language: 'text' | 'yaml' = 'text'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/[^\P{Cc}\n]+/gu, ' ')}\n${fence}`;
}

/**
 * Text of a descriptor or of ours on one line: `code` in it stays, whatever else Markdown, HTML or a link checker would
 * see a meaning in is escaped.
 */
export const prose = (text: string): string =>
  text
    .replace(unseen, ' ')
    .split(/(`[^`]+`)/u)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)))
    .join('');

const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>#|~&$!@]/gu, String.raw`\$&`)
    .replace(/:(?=\/\/)/gu, String.raw`\:`)
    .replace(/www\./giu, String.raw`www\.`)
    .replace(/^(\s*\d*)([-+=.)])/u, String.raw`$1\$2`);

/** `- ` and the item, a line each. */
export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** Paragraphs under one another; empty ones are left out. */
export const paragraphs = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('\n\n');

/** `[5, 5, 16]` */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));

/** Text that is no Markdown and stands on one line. */
export const oneLine = (text: string): string => shortened(text.replace(unseen, ' '));

const shortened = (text: string): string =>
  text.length <= shownAtMost ? text : `${text.slice(0, shownAtMost - 1).replace(/\p{Cs}$/u, '')}…`;
