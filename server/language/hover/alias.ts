import type { Range } from '../../protocol/problem.ts';
import { lexemes } from '../../recipe/lexemes.ts';
import type { Node } from '../../recipe/node.ts';
import { visits } from '../../recipe/structure/visits.ts';

/** An alias such as `*base`, with what it stands for. */
export interface Alias {
  readonly name: string;
  /** Of the alias. */
  readonly range: Range;
  readonly node: Node;
}

/** The alias at an offset; null where there is none, or no anchor before it. Merge keys have aliases too. */
export function aliasAt(root: Node, text: string, offset: number): Alias | null {
  if (!hasStar(text, offset)) return null;
  const ends = new Map<string, number>();
  for (const { kind, range, source } of lexemes(text)) {
    if (range.start > offset) break;
    const name = source.slice(1);
    if (kind === 'anchor') ends.set(name, range.end);
    if (kind !== 'alias' || range.end < offset) continue;
    const anchorEnd = ends.get(name);
    const node = anchorEnd === undefined ? null : firstFrom(root, anchorEnd);
    if (node !== null) return { name, range, node };
  }
  return null;
}

/** Whether the word at an offset may be an alias: few are, and to know it the text is read from its beginning. */
function hasStar(text: string, offset: number): boolean {
  const near = /[^\s,[\]{}]*$/u.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  return near.includes('*') || text.charAt(offset) === '*';
}

/** The value that begins first at or after an offset; the outermost where several do. */
export function firstFrom(root: Node, offset: number): Node | null {
  let first: Node | null = null;
  for (const { node } of visits(root, {})) {
    const { start } = node.range;
    if (start >= offset && (first === null || start < first.range.start)) first = node;
  }
  return first;
}
