import type { Fix } from '../../server/protocol/problem.ts';

/** A text after a fix of one of its problems. */
export const after = (text: string, { edits }: Fix): string =>
  [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce(
      (result, { range, text: added }) => result.slice(0, range.start) + added + result.slice(range.end),
      text,
    );
