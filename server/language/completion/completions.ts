import type { CompletionItem } from 'vscode-languageserver';
import { wordAt } from './cursor.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { aliases } from './anchors.ts';
import { files } from './files.ts';
import { itemOf, type Target } from './item.ts';
import { keys } from './keys.ts';
import type { Lookup } from './lookup.ts';
import type { Proposal } from './proposal.ts';
import { snippets } from './snippets.ts';
import { spotAt, type Spot } from './spot.ts';
import { templates } from './templates.ts';
import { values } from './values.ts';

/** A longer line was not written by hand. */
const lineAtMost = 10_000;

/**
 * What could be written at an offset: keys, values, names, files and whole pieces, by the schema and the descriptors.
 * Every item replaces the word that is there. Empty where nothing is known; never throws.
 */
export async function completions(
  snapshot: Snapshot,
  offset: number,
  look: Lookup,
): Promise<readonly CompletionItem[]> {
  const { proposals, target } = await offered(snapshot, offset, look);
  return proposals.map((proposal, index) => itemOf(proposal, index, target));
}

/**
 * What an item of `completions` is, as Markdown, by its label: not every one of them is looked at, and together they
 * would take longer than somebody who writes waits. Empty where nothing is known, or the item isn't offered there.
 */
export async function aboutCompletion(
  snapshot: Snapshot,
  offset: number,
  { label, look }: { readonly label: string; readonly look: Lookup },
): Promise<string> {
  const { proposals } = await offered(snapshot, offset, look);
  return proposals.find((proposal) => proposal.label === label)?.about?.() ?? '';
}

interface Offered {
  readonly proposals: readonly Proposal[];
  readonly target: Target;
}

async function offered(snapshot: Snapshot, offset: number, look: Lookup): Promise<Offered> {
  const word = wordAt(snapshot.text, offset);
  const target = { snapshot, range: word, prefix: '', suffix: '' };
  if (isBeside(snapshot, offset)) return { proposals: [], target };
  const alias = aliases(snapshot, word);
  if (alias !== null) return { proposals: alias.proposals, target: { ...target, range: alias.range } };
  const spot = spotAt(snapshot, offset);
  if (spot === null) return { proposals: [], target };
  const found = await proposalsAt(spot, look);
  // Of several under one label the first stays: a word before the map that says no more.
  const once = new Map(found.toReversed().map((proposal) => [proposal.label, proposal]));
  return { proposals: found.filter((proposal) => once.get(proposal.label) === proposal), target: spot };
}

async function proposalsAt(spot: Spot, look: Lookup): Promise<readonly Proposal[]> {
  const { writes, path, steps } = spot;
  if (writes.kind === 'key') {
    const isEmpty = path.length === 1 && writes.map.entries.length === 1;
    const whole = isEmpty ? await templates(look) : [];
    return [...whole, ...snippets(writes, spot), ...keys(writes, spot)];
  }
  const owner = steps.at(-2)?.node;
  const map = owner?.kind === 'map' ? owner : null;
  return [...(await files(writes, spot, look)), ...values(writes.rule, { spot, path, map })];
}

/** Whether nothing is known from the line alone: in a comment, and where nobody wrote by hand. */
function isBeside(snapshot: Snapshot, offset: number): boolean {
  const { text, lines } = snapshot;
  const { line } = rangeOf(snapshot, { start: offset, end: offset }).start;
  const start = lines[line] ?? 0;
  const isLong = (lines[line + 1] ?? text.length) - start > lineAtMost;
  return isLong || /^[ \t]*#/.test(text.slice(start, offset));
}
