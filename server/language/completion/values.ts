import { CompletionItemKind } from 'vscode-languageserver';
import { plannedKey } from '../../recipe/check/planned.ts';
import { tagOf } from '../../recipe/structure/pick.ts';
import { constantOf, wordsOf, type Rule } from '../../recipe/structure/rule.ts';
import { say, translated } from '../../text/say.ts';
import { describeWord } from '../hover/describe.ts';
import { lengths } from './lengths.ts';
import type { Proposal } from './proposal.ts';
import { references } from './references.ts';
import { flow, proposedWords, type Writing } from './skeleton.ts';
import { joined, shown, slot, type Piece } from './snippet.ts';
import { wholes } from './wholes.ts';

/** Values that may stand where one is being written. */
export function values(rule: Rule, writing: Writing): readonly Proposal[] {
  if (wordsOf(rule) !== null) return words(rule, writing);
  switch (rule.retort) {
    case 'length':
      return lengths(rule, writing);
    case 'reference':
      return references(rule, writing);
    case 'scalar':
      return [...simple(rule, writing), ...schedules(rule, writing)];
    default:
      return plain(rule, writing);
  }
}

function plain(rule: Rule, writing: Writing): readonly Proposal[] {
  if (tagOf(rule) !== undefined) return wholes(rule, writing);
  if (rule.anyOf !== undefined) return rule.anyOf.flatMap((alternative) => values(alternative, writing));
  if (rule.type === 'array') return [inOneLine(flow(rule, writing), say`a list`)];
  if (rule.type !== 'object') return simple(rule, writing);
  if (rule.required?.some((key) => plannedKey([...writing.path, key]) !== null) === true) return [];
  const whole = wholes(rule, writing);
  return whole.length > 0 ? whole : [inOneLine(flow(rule, writing), say`a map`)];
}

/** Words, the one that is meant without any first; what each means is in the schema, or with what it names. */
function words(rule: Rule, writing: Writing): readonly Proposal[] {
  const { spot, path } = writing;
  return (proposedWords(rule, writing) ?? []).map((word) => {
    const detail = rule.anyOf?.find((alternative) => constantOf(alternative) === word)?.description ?? '';
    return {
      label: word,
      pieces: [word],
      kind: CompletionItemKind.EnumMember,
      detail: translated(detail),
      about: () => describeWord(spot.snapshot.catalogue, path, word),
    };
  });
}

/** A number or a word with something to begin with. */
const simple = (rule: Rule, writing: Writing): readonly Proposal[] =>
  (proposedWords(rule, writing) ?? []).map((word) => ({
    label: word,
    pieces: [word],
    kind: CompletionItemKind.Value,
    rank: 0,
  }));

/** The ways to change a number over a stage, in all that they can say, from the number that it would be. */
function schedules(rule: Rule, writing: Writing): readonly Proposal[] {
  const [start] = proposedWords(rule, writing) ?? [];
  return (rule.anyOf ?? []).flatMap(({ properties }) => {
    if (properties === undefined) return [];
    const entries = Object.entries(properties).map(([key, own]): readonly Piece[] => [
      `${key}: `,
      ...(key === 'from' && start !== undefined ? [slot(start)] : flow(own, writing)),
    ]);
    return [inOneLine(['{ ', ...joined(entries, ', '), ' }'], say`a schedule`)];
  });
}

const inOneLine = (pieces: readonly Piece[], detail: string): Proposal => ({
  label: shown(pieces),
  pieces,
  kind: CompletionItemKind.Struct,
  detail,
  rank: 2,
});
