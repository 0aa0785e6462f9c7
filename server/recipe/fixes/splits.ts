import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { entryOf, valueOf, type Node } from '../node.ts';
import type { ResolvedData } from '../resolved/data.ts';
import { addKey } from './add.ts';

/** Lets a data set take only what comes before or after another one of the same source. */
export function keepApart(text: string, moved: ResolvedData, other: ResolvedData): Fix | undefined {
  const { node } = moved.entry;
  const [start, end] = [moved.skip, moved.skip + moved.size];
  const otherEnd = other.skip + other.size;
  const title = say`Keep ${moved.id} apart from ${other.id}`;
  if (start < other.skip) return titled(title, [setKey(text, node, 'take', other.skip - start)]);
  if (end <= otherEnd) return undefined;
  const skip = setKey(text, node, 'skip', otherEnd);
  return moved.entry.take === null
    ? titled(title, [skip])
    : titled(title, [skip, setKey(text, node, 'take', end - otherEnd)]);
}

const titled = (title: string, parts: readonly (Fix['edits'] | undefined)[]): Fix | undefined =>
  parts.includes(undefined) ? undefined : { title, edits: parts.flatMap((edits) => edits ?? []) };

function setKey(text: string, node: Node, key: string, value: number): Fix['edits'] | undefined {
  const written = valueOf(node, key);
  return written === undefined
    ? addKey(text, node, key, String(value))?.edits
    : [{ range: written.range, text: String(value) }];
}

/** Names the data set that chooses the checkpoint, in the recipe's `evaluate` or with one. */
export function selectBy(text: string, root: Node, data: string): Fix | undefined {
  const evaluate = entryOf(root, 'evaluate');
  const fix =
    evaluate === undefined
      ? addKey(text, root, 'evaluate', `{ select: { data: ${data} } }`)
      : addKey(text, evaluate.value, 'select', `{ data: ${data} }`);
  return fix === undefined ? undefined : { ...fix, title: say`Choose the checkpoint by ${data}` };
}
