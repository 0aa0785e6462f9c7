import type { CompletionItem } from 'vscode-languageserver';
import { wordAt } from './cursor.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { aliases } from './anchors.ts';
import { files } from './files.ts';
import { itemOf } from './item.ts';
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
  if (isBeside(snapshot, offset)) return [];
  const alias = aliases(snapshot.text, wordAt(snapshot.text, offset));
  if (alias !== null) {
    const target = { snapshot, range: alias.range, prefix: '', suffix: '' };
    return alias.proposals.map((proposal, index) => itemOf(proposal, index, target));
  }
  const spot = spotAt(snapshot, offset);
  if (spot === null) return [];
  const found = await proposals(spot, look);
  // Of several under one label the first stays: a word before the map that says no more.
  const once = new Map(found.toReversed().map((proposal) => [proposal.label, proposal]));
  return found
    .filter((proposal) => once.get(proposal.label) === proposal)
    .map((proposal, index) => itemOf(proposal, index, spot));
}

async function proposals(spot: Spot, look: Lookup): Promise<readonly Proposal[]> {
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
