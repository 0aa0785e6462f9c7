import type { Network } from '../../distill/networks/network.ts';
import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { entryOf, type Node } from '../node.ts';
import type { InitEntry } from '../read/models.ts';
import { blocksOf, matchInit } from '../resolved/init.ts';
import { pairBlocks } from '../resolved/pairing.ts';
import { addKey } from './add.ts';

/** Ways to say which blocks a model starts from: by each rule by which all that is copied fits. */
export function mapBlocks(
  text: string,
  { node, init }: { readonly node: Node; readonly init: InitEntry },
  { own, other }: { readonly own: Network; readonly other: Network },
): readonly Fix[] {
  const written = entryOf(entryOf(node, 'init')?.value, 'blocks');
  const seen = new Set<string>();
  return (['uniform', 'skip', 'last'] as const).flatMap((rule) => {
    const blocks = pairBlocks(rule, blocksOf(own), blocksOf(other));
    const map = `{ ${blocks.map(([to, from]) => `${to}: ${from}`).join(', ')} }`;
    const mapped = blocks.map(([to, from]) => ({
      own: { value: String(to), range: init.range },
      theirs: { value: from, range: init.range },
    }));
    const { variables, mismatched } = matchInit({ ...init, blocks: mapped }, own, other);
    if (blocks.length === 0 || mismatched.length > 0 || Object.keys(variables).length === 0) return [];
    if (seen.has(map)) return [];
    seen.add(map);
    const edits =
      written === undefined
        ? addKey(text, entryOf(node, 'init')?.value ?? node, 'blocks', map)?.edits
        : [{ range: written.value.range, text: map }];
    return edits === undefined ? [] : [{ title: say`Start from blocks ${map} (${rule})`, edits }];
  });
}
