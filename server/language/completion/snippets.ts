import type { Rule } from '../../recipe/structure/rule.ts';
import { marker } from './cursor.ts';
import type { Proposal } from './proposal.ts';
import { slot } from './snippet.ts';
import type { KeyWriting, Spot } from './spot.ts';
import { stages } from './stages.ts';
import { wholes } from './wholes.ts';

/**
 * Whole things in the place of a key: a term, a stage, a network where the map says nothing yet; a data set or a model
 * with its name where names of the writer's own choice stand.
 */
export function snippets(
  { map, rule, form, hasColon, inBraces }: KeyWriting,
  spot: Spot,
): readonly Proposal[] {
  if (hasColon) return [];
  const path = spot.path.slice(0, -1);
  const named = form.named !== null && form.to === undefined ? newEntries(form.named, path, spot) : [];
  const isEmpty = map.entries.every(({ key }) => key === marker);
  if (!isEmpty || inBraces || path.length === 0) return named;
  const isStage = path.length === 2 && path[0] === 'stages';
  return [...named, ...(isStage ? stages(rule, spot) : wholes(rule, { spot, path, map: null }))];
}

const newEntries = (rule: Rule, path: readonly string[], spot: Spot): readonly Proposal[] =>
  wholes(rule, { spot, path: [...path, ''], map: null }).map((whole) => ({
    ...whole,
    pieces: [slot('name'), ': ', ...(whole.pieces ?? [])],
  }));
