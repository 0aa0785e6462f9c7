import type { Fix, Problem } from '../../protocol/problem.ts';
import { applied } from '../../recipe/fixes/apply.ts';
import { say } from '../../text/say.ts';
import { look, type Snapshot } from '../snapshot.ts';

/** A fix can bring up the next problem; so often at most the text is read again. */
const roundsAtMost = 10;

/**
 * The fix of a problem that needs no second thought: of what stops a run, and sure. A warning is a matter of judgement,
 * and its fixes change what is trained; what removes, limits or chooses is for whoever wrote the recipe to decide.
 */
export const preferredFix = ({ severity, fixes = [] }: Problem): Fix | null =>
  severity === 'error' ? (fixes.find(({ isSure }) => isSure === true) ?? null) : null;

/** All preferred fixes of a text as one, applied until nothing changes; null when there is nothing to do. */
export function fixAll(snapshot: Snapshot): Fix | null {
  let now = snapshot;
  for (let round = 0; round < roundsAtMost; round++) {
    const text = applied(now.text, apart(now.problems.flatMap((problem) => preferredFix(problem) ?? [])));
    const next = look(text, snapshot.facts, snapshot.catalogue);
    if (text === now.text || errors(next) >= errors(now)) break;
    now = next;
  }
  return now === snapshot
    ? null
    : { title: say`Fix all problems that can be`, edits: [difference(snapshot.text, now.text)] };
}

const errors = ({ problems }: Snapshot): number =>
  problems.filter(({ severity }) => severity === 'error').length;

/** Edits of those fixes that don't touch what an earlier one changes. */
function apart(fixes: readonly Fix[]): Fix['edits'] {
  const taken: Fix['edits'][number][] = [];
  for (const { edits } of fixes) {
    const isFree = edits.every(({ range }) =>
      taken.every((other) => range.end < other.range.start || other.range.end < range.start),
    );
    if (isFree) taken.push(...edits);
  }
  return taken;
}

/** The smallest single edit from one text to another. */
function difference(before: string, after: string): Fix['edits'][number] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before.charAt(start) === after.charAt(start)) start += 1;
  let same = 0;
  while (
    same < least - start &&
    before.charAt(before.length - 1 - same) === after.charAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  return {
    range: { start, end: before.length - same },
    text: after.slice(start, after.length - same),
  };
}
