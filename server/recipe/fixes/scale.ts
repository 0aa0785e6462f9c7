import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { entryOf, valueOf, type Node } from '../node.ts';
import { numberOf } from '../read/located.ts';
import type { ResolvedTerm } from '../resolved/terms.ts';
import { insertion } from './add.ts';
import { removal } from './remove.ts';

/**
 * For a weight on another scale than its reduction: the loss's own reduction; a weight that counts as it is written; the
 * loss's own reduction with a weight that leaves the value as it is. `factor` is null where pairs differ in it.
 */
export function otherScales(
  source: { readonly text: string; readonly root: Node },
  { entry, descriptor, weight }: ResolvedTerm,
  factor: number | null,
): readonly (Fix | undefined)[] {
  const { node } = entry;
  const reduction = entryOf(node, 'reduction');
  if (reduction === undefined) return [];
  const own = removal(source, reduction.keyRange, say`Remove ${reduction.key}`);
  const written = valueOf(node, 'weight');
  if (factor === null || typeof weight !== 'number') return [own];
  const [counting, equal] = [rounded(weight / factor), rounded(weight * factor)];
  const edit = (value: number): Fix['edits'] => {
    const place = written === undefined ? null : numberOf(written);
    if (place !== null) return [{ range: place.range, text: String(value) }];
    const added =
      node.kind === 'map' ? insertion(source.text, node, [`weight: ${value}`], entryOf(node, 'loss')) : null;
    return added === null ? [] : [added];
  };
  const set = { range: reduction.value.range, text: descriptor.reduction };
  return [
    own,
    { title: say`Change the weight to ${counting}`, edits: edit(counting) },
    {
      title: say`Change to ${descriptor.reduction} and the weight to ${equal}: the value stays`,
      edits: [set, ...edit(equal)],
    },
  ];
}

const rounded = (value: number): number => Number(value.toPrecision(6));
