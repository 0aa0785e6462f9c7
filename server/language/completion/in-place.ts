import type { Node } from '../../recipe/node.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import { placeAt } from '../place.ts';
import type { Snapshot } from '../snapshot.ts';
import { marker, type Filled } from './cursor.ts';

/** What begins an anchor, or looks so. */
const hasAnchors = /&[^\s,[\]{}]/u;

/** A reading with its tree. */
export interface InPlace {
  readonly root: Node;
  readonly reading: Filled;
}

/**
 * A reading in which the marker stands for a plain value that is there already: the tree that is known, with the marker
 * in it, so that the text need not be read again, which is most of the work. Null for any other reading, and where
 * something of the recipe is written once and used twice.
 */
export function inPlace({ text, document, catalogue }: Snapshot, reading: Filled): InPlace | null {
  const { word, asKey, prefix, suffix } = reading;
  const written = text.slice(word.start, word.end);
  const isReplaced = reading.text.length - marker.length === text.length - written.length;
  if (document.root === null || document.problems.length > 0 || hasAnchors.test(text)) return null;
  if (written === '' || asKey || prefix !== '' || suffix !== '' || !isReplaced) return null;
  const { steps, onKey } = placeAt(document.root, ruleOf(schemaOf(catalogue)), word.end);
  const { node } = steps.at(-1) ?? { node: document.root };
  const isIt = node.range.start === word.start && node.range.end === word.end;
  if (onKey || node.kind !== 'scalar' || !isIt) return null;
  const marked: Node = { ...node, value: marker };
  const root = steps
    .slice(0, -1)
    .reduceRight<Node>(
      (child, { node: parent }, index) => withChild(parent, steps[index + 1]?.node, child),
      marked,
    );
  return { root, reading: { ...reading, text, offset: word.end, written } };
}

function withChild(parent: Node, before: Node | undefined, now: Node): Node {
  const change = (node: Node): Node => (node === before ? now : node);
  switch (parent.kind) {
    case 'map':
      return {
        ...parent,
        entries: parent.entries.map((entry) => ({ ...entry, value: change(entry.value) })),
      };
    case 'list':
      return { ...parent, items: parent.items.map(change) };
    case 'scalar':
      return parent;
  }
}
