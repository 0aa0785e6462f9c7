import { CompletionItemKind } from 'vscode-languageserver';
import { plannedKey } from '../../recipe/check/planned.ts';
import type { Rule } from '../../recipe/structure/rule.ts';
import { describeKey } from '../hover/describe.ts';
import { cardOf } from './about.ts';
import { namesAsKeys } from './names.ts';
import type { Proposal } from './proposal.ts';
import { opened, type Writing } from './skeleton.ts';
import type { KeyWriting, Spot } from './spot.ts';
import { isOwnKey } from './stated.ts';
import { indentBelow } from './indent.ts';

/** Keys that may stand where one is being written: those that have to be there first, none that is there already. */
export function keys(writes: KeyWriting, spot: Spot): readonly Proposal[] {
  const { map, form } = writes;
  const given = Object.entries(form.properties).filter(
    ([key]) => !isOwnKey(map, key) && plannedKey([...spot.path.slice(0, -1), key]) === null,
  );
  const { named } = form;
  // Shares are relative: 1 is as good as any to begin with.
  const share = named?.type === 'number' ? { ...named, examples: [1] } : (named ?? {});
  const names = named === null ? [] : namesAsKeys(form.to, spot).filter((name) => !isOwnKey(map, name));
  const ofNames = names.map((name): Proposal => {
    const proposal = keyProposal(name, share, writes, spot);
    const about = () => cardOf(form.to, name, spot) ?? proposal.about?.() ?? null;
    return { ...proposal, kind: CompletionItemKind.Variable, about };
  });
  const ofSchema = given.map(([key, rule]) => keyProposal(key, rule, writes, spot));
  // Where names are meant, as in a mix, other keys are the exception.
  return form.to === undefined
    ? [...ofSchema, ...ofNames]
    : [...ofNames.map((proposal) => ({ ...proposal, rank: 0 })), ...ofSchema];
}

function keyProposal(key: string, rule: Rule, writes: KeyWriting, spot: Spot): Proposal {
  const { map, form, hasColon, inBraces } = writes;
  const isRequired = form.required.has(key);
  const writing: Writing = { spot, path: [...spot.path.slice(0, -1), key], map };
  return {
    label: key,
    pieces: hasColon ? [key] : [`${key}:`, ...opened(rule, writing, inBraces ? null : indentBelow(spot))],
    kind: CompletionItemKind.Property,
    about: () => describeKey(key, rule, isRequired),
    rank: rankOf(key, isRequired, map),
  };
}

/** What a merge key brought can be said otherwise, which is rarely meant. */
function rankOf(key: string, isRequired: boolean, map: KeyWriting['map']): number {
  if (map.entries.some((entry) => entry.key === key)) return 3;
  return isRequired ? 0 : 1;
}
