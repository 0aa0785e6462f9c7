/** Controls, line breaks, and marks that turn the direction of text around: nothing that a name needs. */
const invisible = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A text that nobody sees otherwise than it is: without what turns or breaks it. Names come from recipes, runs and
 * files, and are anybody's.
 */
export const plain = (text: string): string => text.replace(invisible, ' ');
