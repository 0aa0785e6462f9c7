import { oneLine } from '../text/plain.ts';

/** `a, b, a` → `['a', 'b']`. */
export const tagsOf = (words: string): readonly string[] =>
  [...new Set(words.split(/[,，]/).map((tag) => oneLine(tag).replace(/^#/, '')))].filter((tag) => tag !== '');
