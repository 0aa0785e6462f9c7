import { CompletionItemKind } from 'vscode-languageserver';
import type { Rule } from '../../recipe/structure/rule.ts';
import type { Proposal } from './proposal.ts';
import { proposedWords, type Writing } from './skeleton.ts';
import { slot } from './snippet.ts';

/** Units with a number to begin with. */
const units = [
  { unit: 'epochs', one: 'epoch', number: '10' },
  { unit: 'steps', one: 'step', number: '500' },
  { unit: '%', one: '%', number: '10' },
] as const;

/** Lengths in every unit: of the number that stands there already, or of one to fill in. */
export function lengths(rule: Rule, writing: Writing): readonly Proposal[] {
  const { snapshot, range } = writing.spot;
  const fitting = units.filter(({ unit }) => unit !== '%' || !isWhole(writing));
  const [number] = /^\d+(\.\d+)?/.exec(snapshot.text.slice(range.start, range.end)) ?? [];
  if (number !== undefined) {
    return fitting.map(({ unit, one }) => ({
      label: `${number} ${number === '1' ? one : unit}`,
      kind: CompletionItemKind.Unit,
    }));
  }
  const first = proposedWords(rule, writing) ?? [];
  return [
    ...first.map((word) => ({ label: word, kind: CompletionItemKind.Unit, rank: 0 })),
    ...fitting
      .filter(({ unit, number: own }) => !first.includes(`${own} ${unit}`))
      .map(({ unit, number: own }) => ({
        label: `${own} ${unit}`,
        pieces: [slot(own), ` ${unit}`],
        kind: CompletionItemKind.Unit,
      })),
  ];
}

/** A share is of a stage's length: the length itself is none. */
const isWhole = ({ path: [section, , key, inner] }: Writing): boolean =>
  section === 'stages' && key === 'length' && inner === undefined;
