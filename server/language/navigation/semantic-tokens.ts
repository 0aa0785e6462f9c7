import { SemanticTokensBuilder, type SemanticTokens } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf, wordsOf } from '../../recipe/structure/rule.ts';
import { visits, type Visit } from '../../recipe/structure/visits.ts';
import { occurrences, type Name } from './names.ts';
import { types } from './semantic-legend.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

interface Token {
  readonly range: Range;
  readonly type: (typeof types)[number];
  readonly declares: boolean;
}

/** What words of a recipe are: losses and kinds, names, taps, lengths, words of a list. In the order of the text. */
export function semanticTokens(snapshot: Snapshot): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  let end = 0;
  for (const { range, type, declares } of tokensOf(snapshot)) {
    const { start, end: last } = rangeOf(snapshot, range);
    // Neither tokens of several lines nor tokens on tokens are for every editor.
    if (range.start < end || start.line !== last.line || range.end <= range.start) continue;
    end = range.end;
    builder.push(start.line, start.character, range.end - range.start, types.indexOf(type), declares ? 1 : 0);
  }
  return builder.build();
}

function tokensOf(snapshot: Snapshot): readonly Token[] {
  const { root } = snapshot.document;
  if (root === null) return [];
  const names = occurrences(snapshot)
    .filter(({ name }) => name.kind !== 'anchor')
    .map(({ name, range, declares }): Token => ({ range, type: typeOfName[name.kind], declares }));
  // A name says more of a word than its form: it comes first where both begin together.
  const words = [...visits(root, ruleOf(schemaOf(snapshot.catalogue)))].flatMap(wordOf);
  return [...words.filter(isKind), ...names, ...words.filter((word) => !isKind(word))].sort(
    (a, b) => a.range.start - b.range.start,
  );
}

const isKind = ({ type }: Token): boolean => type === 'type';

const typeOfName: Readonly<Record<Name['kind'], Token['type']>> = {
  model: 'variable',
  data: 'variable',
  stage: 'variable',
  term: 'variable',
  anchor: 'variable',
  head: 'variable',
  exit: 'property',
  tap: 'property',
  field: 'property',
};

function wordOf({ node, rule, at, parent }: Visit): readonly Token[] {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || rule === null) return [];
  const token = (type: Token['type']): readonly Token[] => [{ range: node.range, type, declares: false }];
  const key = at === null || typeof at === 'number' ? null : at.key;
  if (rule.to === 'projection' || (key !== null && rule.const === node.value && isTag(key, parent)))
    return token('type');
  if (rule.retort === 'length' || rule.retort === 'budget') return token('number');
  return wordsOf(rule)?.includes(node.value) === true ? token('enumMember') : [];
}

/** A loss, network, source or the like: the word that tells what a map is. */
const isTag = (key: string, parent: Visit | null): boolean =>
  parent?.rule?.required?.[0] === key && parent.rule.properties?.[key]?.const !== undefined;
