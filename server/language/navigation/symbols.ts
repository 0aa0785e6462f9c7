import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { valueOf, type Entry, type Node } from '../../recipe/node.ts';
import { textsOf, type Located } from '../../recipe/read/located.ts';
import type { ModelEntry } from '../../recipe/read/models.ts';
import type { StageEntry } from '../../recipe/read/stages.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { contains } from './ranges.ts';

/** Something with a name, and what it holds. */
interface Named {
  readonly id: Located<string>;
  readonly kind: SymbolKind;
  readonly detail: string;
  readonly node: Node | undefined;
  readonly children?: readonly Named[];
}

/** An outline of a recipe: its sections, and in them what it names. */
export function documentSymbols(snapshot: Snapshot): readonly DocumentSymbol[] {
  const { root } = snapshot.document;
  if (root?.kind !== 'map') return [];
  return symbols(
    root.entries.map((entry) => section(entry, snapshot)),
    root.range,
    snapshot,
  );
}

function section({ key, keyRange, value: node }: Entry, { recipe }: Snapshot): Named {
  const own = { id: { value: key, range: keyRange }, node };
  switch (key) {
    case 'data':
      return { ...own, kind: SymbolKind.Namespace, detail: '', children: recipe.data.map(ofData) };
    case 'models':
      return {
        ...own,
        kind: SymbolKind.Namespace,
        detail: '',
        children: recipe.models.map((model) => ofModel(model, valueOf(node, model.id.value))),
      };
    case 'stages':
      return { ...own, kind: SymbolKind.Namespace, detail: '', children: recipe.stages.map(ofStage) };
    case 'evaluate':
      return { ...own, kind: SymbolKind.Property, detail: wordsOf(valueOf(node, 'data')) };
    default:
      return { ...own, kind: SymbolKind.Property, detail: wordsOf(node) };
  }
}

const ofModel = ({ id, kind, heads, exits }: ModelEntry, node: Node | undefined): Named => ({
  id,
  kind: SymbolKind.Class,
  detail: kind?.value ?? '',
  node,
  children: [...heads, ...exits].map((head) => ({
    id: head,
    kind: SymbolKind.Field,
    detail: '',
    node: undefined,
  })),
});

const ofData = ({ id, node, source }: Snapshot['recipe']['data'][number]): Named => ({
  id,
  kind: SymbolKind.Array,
  detail: source?.value ?? '',
  node,
});

const ofStage = ({ name: id, node, updates, length }: StageEntry): Named => ({
  id,
  kind: SymbolKind.Event,
  detail: [wordsOf(valueOf(node, 'train')), length?.value ?? ''].filter((word) => word !== '').join(', '),
  node,
  children: updates.flatMap(({ terms }) =>
    terms.map((term) => ({
      id: term.id,
      kind: SymbolKind.Operator,
      detail: term.id === term.loss ? '' : term.loss.value,
      node: term.node,
    })),
  ),
});

const wordsOf = (node: Node | undefined): string =>
  node?.kind === 'scalar'
    ? String(node.value ?? '')
    : (textsOf(node) ?? []).map(({ value }) => value).join(', ');

/** Of what is written inside a range; what an alias repeats is elsewhere. Editors refuse empty names. */
const symbols = (found: readonly Named[], within: Range, snapshot: Snapshot): DocumentSymbol[] =>
  found
    .filter(({ id }) => contains(within, id.range) && id.value !== '')
    .map(({ id, kind, detail, node, children = [] }) => {
      const own = node !== undefined && contains(within, node.range) ? node.range : id.range;
      const range = { start: Math.min(own.start, id.range.start), end: Math.max(own.end, id.range.end) };
      return {
        name: id.value,
        detail,
        kind,
        range: rangeOf(snapshot, range),
        selectionRange: rangeOf(snapshot, id.range),
        children: symbols(children, range, snapshot),
      };
    });
