import { CompletionItemKind } from 'vscode-languageserver';
import { plannedKey } from '../../recipe/check/planned.ts';
import { tagOf } from '../../recipe/structure/pick.ts';
import { constantOf, wordsOf, type Rule } from '../../recipe/structure/rule.ts';
import { say, translated } from '../../text/say.ts';
import { describeWord } from '../describe.ts';
import { lengths } from './lengths.ts';
import type { Proposal } from './proposal.ts';
import { references } from './references.ts';
import { flow, proposedWords, type Writing } from './skeleton.ts';
import { shown } from './snippet.ts';
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
  if (rule.type === 'array') return composed(rule, say`a list`, writing);
  if (rule.type !== 'object') return simple(rule, writing);
  if (rule.required?.some((key) => plannedKey([...writing.path, key]) !== null) === true) return [];
  const whole = wholes(rule, writing);
  return whole.length > 0 ? whole : composed(rule, say`a map`, writing);
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
      about: describeWord(spot.snapshot.catalogue, path, word) ?? '',
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

/** A list or a map as it is written in one line. */
function composed(rule: Rule, detail: string, writing: Writing): readonly Proposal[] {
  const pieces = flow(rule, writing);
  return [{ label: shown(pieces), pieces, kind: CompletionItemKind.Struct, detail, rank: 2 }];
}

/** The ways to change a number over a stage. */
const schedules = (rule: Rule, writing: Writing): readonly Proposal[] =>
  (rule.anyOf ?? [])
    .filter(({ type }) => type === 'object')
    .flatMap((form) => composed(form, say`a schedule`, writing));
