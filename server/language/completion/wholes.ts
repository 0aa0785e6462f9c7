import { CompletionItemKind } from 'vscode-languageserver';
import type { MapNode } from '../../recipe/node.ts';
import { tagOf } from '../../recipe/structure/pick.ts';
import { constantOf, type Rule } from '../../recipe/structure/rule.ts';
import { translated } from '../../text/say.ts';
import { describeWord } from '../hover/describe.ts';
import { likeliestPair } from './likeliest-pair.ts';
import type { Proposal } from './proposal.ts';
import { builtWords, flow, type Writing } from './skeleton.ts';
import { joined, type Piece } from './snippet.ts';

/**
 * Whole maps of what has alternatives, one proposal an alternative with what it mostly says:
 * `{ loss: kd, weight: 1, temperature: 4 }`, `{ kind: mlp, hidden: [] }`, `{ network: { kind: lenet5 } }`.
 */
export function wholes(rule: Rule, writing: Writing): readonly Proposal[] {
  const tag = tagOf(rule);
  if (tag === undefined) return around(rule, writing);
  const { spot, path } = writing;
  const { catalogue } = spot.snapshot;
  const all = (rule.anyOf ?? []).flatMap((alternative) => {
    const word = constantOf(alternative.properties?.[tag]);
    return word === undefined ? [] : [{ word, alternative }];
  });
  const names = all.map(({ word }) => word);
  const built = new Set(builtWords(names, [...path, tag], spot));
  return all
    .filter(({ word }) => built.has(word))
    .map(({ word, alternative }) => {
      return {
        label: word,
        pieces: ['{ ', ...joined(entriesOf(alternative, { tag, word }, writing), ', '), ' }'],
        kind: CompletionItemKind.Snippet,
        detail: translated(alternative.description ?? ''),
        about: () => describeWord(catalogue, [...path, tag], word),
      };
    });
}

/** What has alternatives in one of its keys: a model in its network. */
function around({ properties = {}, required = [] }: Rule, writing: Writing): readonly Proposal[] {
  const key = required.find((name) => tagOf(properties[name] ?? {}) !== undefined);
  if (key === undefined) return [];
  return wholes(properties[key] ?? {}, { ...writing, path: [...writing.path, key] }).map((whole) => ({
    ...whole,
    pieces: [`{ ${key}: `, ...(whole.pieces ?? []), ' }'],
  }));
}

interface Tagged {
  readonly tag: string;
  readonly word: string;
}

function entriesOf(alternative: Rule, tagged: Tagged, writing: Writing): readonly (readonly Piece[])[] {
  const { properties = {} } = alternative;
  const map = mapWith(tagged);
  const entries = statedKeys(alternative, tagged, writing).map((key): readonly Piece[] => {
    const inside = { spot: writing.spot, path: [...writing.path, key], map };
    return [`${key}: `, ...flow(properties[key] ?? {}, inside)];
  });
  return [[`${tagged.tag}: ${tagged.word}`], ...entries, ...pairsOf(tagged, writing)];
}

/** What an alternative has to say, and beyond that what is mostly said: weight and schedules of a term, a path. */
function statedKeys(
  { properties = {}, required = [] }: Rule,
  { tag, word }: Tagged,
  { spot }: Writing,
): readonly string[] {
  const { losses, sources } = spot.snapshot.catalogue;
  const loss = tag === 'loss' ? losses.find(({ name }) => name === word) : undefined;
  const source = tag === 'source' ? sources.find((other) => other.source === word) : undefined;
  const weight = loss === undefined ? [] : ['weight'];
  const scheduled = Object.keys(loss?.parameters.properties ?? {}).filter(
    (key) => properties[key]?.retort === 'scalar' && properties[key].default !== undefined,
  );
  const all = [...required, ...weight, ...scheduled, ...Object.keys(source?.paths ?? {}).slice(0, 1)];
  return [...new Set(all)].filter((key) => key !== tag && Object.hasOwn(properties, key));
}

function pairsOf({ tag, word }: Tagged, { spot }: Writing): readonly (readonly Piece[])[] {
  const loss = spot.snapshot.catalogue.losses.find(({ name }) => tag === 'loss' && name === word);
  return loss?.reads === 'pairs' ? likeliestPair(loss, spot) : [];
}

/** The map as it will begin: what its other keys begin with depends on it. */
function mapWith({ tag, word }: Tagged): MapNode {
  const range = { start: 0, end: 0 };
  return {
    kind: 'map',
    range,
    entries: [{ key: tag, keyRange: range, value: { kind: 'scalar', value: word, range } }],
  };
}
