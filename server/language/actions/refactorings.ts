import type { Fix, Range } from '../../protocol/problem.ts';
import type { PairEntry, TermEntry } from '../../recipe/read/terms.ts';
import { say } from '../../text/say.ts';
import type { Snapshot } from '../snapshot.ts';

/** Other ways to write what stands at a range, meaning the same. */
export function refactorings(snapshot: Snapshot, range: Range): readonly Fix[] {
  const terms = snapshot.recipe.stages.flatMap(({ updates }) => updates.flatMap((update) => update.terms));
  return terms
    .filter((term) => touches(term.node.range, range))
    .flatMap((term) => [...otherSpelling(snapshot, term, range), ...writtenOut(snapshot, term, range)]);
}

/** A pair as `[student, teacher]` or as a map. */
function otherSpelling({ text }: Snapshot, { pairs }: TermEntry, range: Range): readonly Fix[] {
  if (pairs?.kind !== 'list') return [];
  const entry = pairs.pairs.find((pair) => touches(pair.range, range));
  if (entry === undefined || text.slice(entry.range.start, entry.range.end).includes('\n')) return [];
  if (entry.short) return [edit(say`Write the pair with its keys`, entry.range, long(entry))];
  return entry.project === null && entry.weight === 1
    ? [edit(say`Write the pair as a list`, entry.range, short(entry))]
    : [];
}

const long = ({ student, teacher }: PairEntry): string =>
  `{ student: ${student.value}, teacher: ${teacher.value} }`;
const short = ({ student, teacher }: PairEntry): string => `[${student.value}, ${teacher.value}]`;

/** `pairs: uniform` as the pairs that it means. */
function writtenOut({ resolved }: Snapshot, { node, pairs }: TermEntry, range: Range): readonly Fix[] {
  if (pairs?.kind !== 'rule' || !touches(pairs.rule.range, range)) return [];
  const terms = resolved?.stages.flatMap(({ updates }) => updates.flatMap((update) => update.terms)) ?? [];
  const meant = terms.find(({ entry }) => entry.node === node)?.pairs ?? [];
  const list = meant.map(({ student, teacher }) => `[${student}, ${teacher ?? ''}]`).join(', ');
  return list === '' ? [] : [edit(say`Write the pairs out`, pairs.rule.range, `[${list}]`)];
}

const edit = (title: string, range: Range, text: string): Fix => ({ title, edits: [{ range, text }] });

const touches = (a: Range, b: Range): boolean => a.start <= b.end && b.start <= a.end;
