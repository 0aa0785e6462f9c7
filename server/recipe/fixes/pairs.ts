import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { replace, replaceEach, sure } from '../nearest.ts';
import type { Node } from '../node.ts';
import type { Located } from '../read/located.ts';
import type { Pairing, PairEntry, TermEntry } from '../read/terms.ts';
import { commonFamily, families, pairBlocks } from '../resolved/pairing.ts';
import { addKey } from './add.ts';

const rules: readonly Pairing[] = ['uniform', 'skip', 'last'];
const familiesAtMost = 3;

/** Taps of a student and of its teacher. */
interface Taps {
  readonly student: readonly string[];
  readonly teacher: readonly string[];
}

/** Rules that pair at least one block of the student with one of the teacher. */
function rulesFor({ student, teacher }: Taps): readonly Pairing[] {
  const family = commonFamily(student, teacher);
  return family === null
    ? []
    : rules.filter((rule) => blocksOf(rule, family, { student, teacher }).length > 0);
}

const blocksOf = (
  rule: Pairing,
  family: { readonly student: string; readonly teacher: string },
  { student, teacher }: Taps,
) =>
  pairBlocks(rule, families(student).get(family.student) ?? [], families(teacher).get(family.teacher) ?? []);

/** Pairs written out, for each family of numbered taps that both sides have. */
function listsFor(taps: Taps): readonly string[] {
  const shared = [...families(taps.student).keys()].filter((name) => families(taps.teacher).has(name));
  return shared.slice(0, familiesAtMost).flatMap((name) => {
    const blocks = blocksOf('uniform', { student: name, teacher: name }, taps);
    const pairs = blocks.map(([own, theirs]) => `[${name}.${own}, ${name}.${theirs}]`);
    return pairs.length === 0 ? [] : [`[${pairs.join(', ')}]`];
  });
}

/** For a term without pairs: the rules that say which, else pairs written out. */
export function addPairs(text: string, term: Node, taps: Taps): readonly (Fix | undefined)[] {
  const named = rulesFor(taps);
  return (named.length > 0 ? named : listsFor(taps)).map((pairs) => addKey(text, term, 'pairs', pairs));
}

/** For a rule that can't tell which taps are meant, or leaves none. */
export function otherPairs({ range, value }: Located<Pairing>, taps: Taps): readonly Fix[] {
  const named = rulesFor(taps).filter((rule) => rule !== value);
  return replaceEach(range, named.length > 0 ? named : listsFor(taps));
}

/** For a pair with the teacher's tap first. */
export const swapped = ({ student, teacher }: PairEntry): Fix =>
  sure({
    title: say`Put the student’s tap first`,
    edits: [
      { range: student.range, text: teacher.value },
      { range: teacher.range, text: student.value },
    ],
  });

/** Puts a projection where it concerns one pair alone. `entry`: how that is written, where it is written out. */
export function projectWith(
  text: string,
  kind: string,
  {
    term,
    entry,
    project,
  }: { readonly term: TermEntry; readonly entry: PairEntry | null; readonly project: Node | null },
): Fix | undefined {
  const title = say`Project with ${kind}`;
  if (project !== null) return { ...replace(project.range, kind), title };
  const pairs = term.pairs?.kind === 'list' ? term.pairs.pairs : [];
  if (entry === null || pairs.length === 1) {
    const fix = addKey(text, term.node, 'project', kind);
    return fix === undefined ? undefined : { ...fix, title };
  }
  const { range, student, teacher, weight } = entry;
  const weighed = weight === 1 ? '' : `, weight: ${weight}`;
  const written = `{ student: ${student.value}, teacher: ${teacher.value}, project: ${kind}${weighed} }`;
  return { title, edits: [{ range, text: written }] };
}
