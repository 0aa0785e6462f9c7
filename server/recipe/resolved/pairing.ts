import type { Pairing } from '../read/terms.ts';

/** Numbered taps by what stands before the number: `hidden.1`, `hidden.2` → hidden: [1, 2]. */
export function families(taps: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const tap of taps) {
    const [, name, number] = /^(.+)\.(\d{1,6})$/u.exec(tap) ?? [];
    if (name === undefined) continue;
    const numbers = found.get(name) ?? [];
    numbers.push(Number(number));
    found.set(name, numbers);
  }
  return new Map([...found].map(([name, numbers]) => [name, numbers.sort((a, b) => a - b)]));
}

/**
 * The one family of numbered taps that both sides have, or the only one of either side. Null when there is none or
 * when several would do.
 */
export function commonFamily(
  student: readonly string[],
  teacher: readonly string[],
): { readonly student: string; readonly teacher: string } | null {
  const own = [...families(student).keys()];
  const theirs = [...families(teacher).keys()];
  const [shared, another] = own.filter((name) => theirs.includes(name));
  if (shared !== undefined) return another === undefined ? { student: shared, teacher: shared } : null;
  const [first, second] = [own[0], theirs[0]];
  return own.length === 1 && theirs.length === 1 && first !== undefined && second !== undefined
    ? { student: first, teacher: second }
    : null;
}

/**
 * Blocks that belong together when the student has blocks 1 … M and the teacher 1 … N (and 0, the embeddings, where
 * both have it):
 * - `uniform`: i with i·N/M, rounded (TinyBERT); 0 with 0
 * - `skip`: the same without the student's last block (BERT-PKD)
 * - `last`: 1 … M−1 with the teacher's last blocks before its top (BERT-PKD)
 */
export function pairBlocks(
  rule: Pairing,
  student: readonly number[],
  teacher: readonly number[],
): readonly (readonly [number, number])[] {
  const blocks = Math.max(0, ...student);
  const there = Math.max(0, ...teacher);
  const wanted = student
    .filter((block) => (block === 0 ? rule === 'uniform' : rule === 'uniform' || block < blocks))
    .map((block): readonly [number, number] =>
      rule === 'last'
        ? [block, there - blocks + block]
        : [block, block === 0 ? 0 : Math.max(1, Math.round((block * there) / blocks))],
    );
  return wanted.filter(([, block]) => teacher.includes(block));
}
