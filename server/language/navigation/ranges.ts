import type { Range } from '../../protocol/problem.ts';

/** Whether a range lies in another. */
export const contains = (outer: Range, inner: Range): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** Whether an offset lies in a range or at one of its ends. */
export const touches = ({ start, end }: Range, offset: number): boolean => start <= offset && offset <= end;
