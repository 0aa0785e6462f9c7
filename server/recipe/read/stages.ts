import type { Range } from '../../protocol/problem.ts';
import { defaults } from '../defaults.ts';
import { entryOf, valueOf, type Node } from '../node.ts';
import { integerOf, itemsOf, namedEntries, numberOf, textAt, textsOf, type Located } from './located.ts';
import { readTerms, type TermEntry } from './terms.ts';

/** An entry of `stages:`. */
export interface StageEntry {
  readonly node: Node;
  readonly name: Located<string>;
  readonly unlessCheckpoint: Located<string> | null;
  /** Parts of the mix with their shares. */
  readonly mix: readonly { readonly data: Located<string>; readonly share: number }[];
  readonly dataRange: Range;
  readonly length: Located<string> | null;
  readonly batch: Located<number>;
  readonly accumulate: Located<number>;
  readonly clip: number | null;
  readonly updates: readonly UpdateEntry[];
  readonly earlyStop: { readonly patience: number; readonly minDelta: number } | null;
}

/** `train` and `losses` of a stage, or an entry of its `updates`. */
export interface UpdateEntry {
  /** The stage itself, or the entry. */
  readonly node: Node;
  /** Place for what concerns the whole of it. */
  readonly range: Range;
  /** Model, or model/pattern. */
  readonly train: readonly Located<Target>[];
  readonly teachers: readonly Located<string>[];
  readonly optimizer: Node | null;
  readonly steps: number;
  readonly terms: readonly TermEntry[];
}

export interface Target {
  readonly model: string;
  /** Pattern over the names of variables; null for all. */
  readonly pattern: string | null;
}

export const readStages = (root: Node | null): readonly StageEntry[] =>
  itemsOf(valueOf(root ?? undefined, 'stages')).flatMap((node) => {
    const name = textAt(node, 'name');
    return name === null ? [] : [readStage(node, name)];
  });

function readStage(node: Node, name: Located<string>): StageEntry {
  const nowhere = name.range;
  const data = entryOf(node, 'data');
  const unless = textAt(node, 'unless');
  const earlyStop = valueOf(node, 'earlyStop');
  const patience = integerOf(valueOf(earlyStop, 'patience'), 1);
  return {
    node,
    name,
    unlessCheckpoint: unless?.value === 'checkpoint' ? unless : null,
    mix: readMix(data?.value),
    dataRange: data?.value.range ?? nowhere,
    length: textAt(node, 'length'),
    batch: integerOf(valueOf(node, 'batch'), 1) ?? {
      value: defaults.batch,
      range: data?.keyRange ?? nowhere,
    },
    accumulate: integerOf(valueOf(node, 'accumulate'), 1) ?? { value: defaults.accumulate, range: nowhere },
    clip: numberOf(valueOf(node, 'clip'))?.value ?? null,
    updates: readUpdates(node, name),
    earlyStop:
      patience === null
        ? null
        : {
            patience: patience.value,
            minDelta: numberOf(valueOf(earlyStop, 'minDelta'))?.value ?? defaults.minDelta,
          },
  };
}

/** Keys of data that a model makes, which have no parts that are data sets. */
const made = ['generate', 'synthesise', 'sample'];

function readMix(node: Node | undefined): StageEntry['mix'] {
  if (made.some((key) => entryOf(node, key) !== undefined)) return [];
  if (node?.kind !== 'map') return (textsOf(node) ?? []).map((data) => ({ data, share: 1 }));
  return namedEntries(node).flatMap(({ id, value }) => {
    const share = numberOf(value)?.value ?? 0;
    return share > 0 ? [{ data: id, share }] : [];
  });
}

function readUpdates(stage: Node, name: Located<string>): readonly UpdateEntry[] {
  const own = [stage, ...itemsOf(valueOf(stage, 'updates'))].filter(
    (node) =>
      entryOf(node, 'losses') !== undefined || (node === stage && entryOf(node, 'train') !== undefined),
  );
  return own.map((node) => ({
    node,
    range: entryOf(node, 'train')?.keyRange ?? name.range,
    train: (textsOf(valueOf(node, 'train')) ?? []).map(({ value, range }) => ({
      value: target(value),
      range,
    })),
    teachers: textsOf(valueOf(node, 'teachers')) ?? textsOf(valueOf(stage, 'teachers')) ?? [],
    optimizer: valueOf(node, 'optimizer') ?? valueOf(stage, 'optimizer') ?? null,
    steps: integerOf(valueOf(node, 'steps'), 1)?.value ?? defaults.updateSteps,
    terms: readTerms(valueOf(node, 'losses')),
  }));
}

function target(text: string): Target {
  const slash = text.indexOf('/');
  return slash < 0
    ? { model: text, pattern: null }
    : { model: text.slice(0, slash), pattern: text.slice(slash + 1) };
}
