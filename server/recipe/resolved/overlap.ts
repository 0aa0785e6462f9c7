import type { Facts } from '../facts.ts';
import type { ResolvedData } from './data.ts';

/** Whether a data set has the samples that it takes; for one that doesn't there is a problem already. */
const fits = ({ entry, size }: ResolvedData): boolean => entry.take === null || entry.take.value <= size;

/** Whether two data sets share samples, by whatever names and paths they reach them. */
export const overlap = (a: ResolvedData, b: ResolvedData, facts: Facts): boolean =>
  fits(a) && fits(b) && a.skip < b.skip + b.size && b.skip < a.skip + a.size && readSameFiles(a, b, facts);

/** The same files read the same way, or files of the same content: a copy, a link, a path written otherwise. */
function readSameFiles(a: ResolvedData, b: ResolvedData, facts: Facts): boolean {
  if (a.use.key === b.use.key) return true;
  const content = ({ use }: ResolvedData): string => {
    const hashes = facts.hashes.get(use.key);
    return hashes?.ok === true ? hashes.value.map(({ sha256 }) => sha256).join() : '';
  };
  return a.use.source === b.use.source && content(a) !== '' && content(a) === content(b);
}
