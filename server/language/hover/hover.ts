import type { Hover } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { plannedKey } from '../../recipe/check/planned.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import { say } from '../../text/say.ts';
import { aliasAt, type Alias } from './alias.ts';
import { describeKey, describePlanned, title } from './describe.ts';
import { block, paragraphs } from './markdown.ts';
import { amountsAt, meaningOf, type Spot } from './meaning.ts';
import { pathOf, placeAt } from '../place.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** What is known of the key or the value at an offset; null where there is nothing to tell. */
export function hover(snapshot: Snapshot, offset: number): Hover | null {
  const { root, text } = snapshot.document;
  if (root === null) return null;
  const alias = aliasAt(root, text, offset);
  const found = alias === null ? told(snapshot, offset) : standsFor(alias, snapshot);
  return found === null || found.text === ''
    ? null
    : { contents: { kind: 'markdown', value: found.text }, range: rangeOf(snapshot, found.range) };
}

interface Told {
  readonly text: string;
  /** What it is told of. */
  readonly range: Range;
}

function told(snapshot: Snapshot, offset: number): Told | null {
  const { root } = snapshot.document;
  if (root === null) return null;
  const place = placeAt(root, ruleOf(schemaOf(snapshot.catalogue)), offset);
  const last = place.steps.at(-1);
  if (last === undefined || last.at === null) return null;
  const { node, at } = last;
  const spot: Spot = { snapshot, place, path: pathOf(place), offset };
  if (place.onKey && typeof at !== 'number') {
    return { text: meaningOf(spot, at.key) ?? keyText(spot), range: at.keyRange };
  }
  if (node.kind !== 'scalar') return null;
  return { text: meaningOf(spot, String(node.value)) ?? keyText(spot), range: node.range };
}

/** What the innermost key is, and what its value comes to here. */
function keyText(spot: Spot): string {
  const { steps } = spot.place;
  const index = steps.findLastIndex(({ at }) => at !== null && typeof at !== 'number');
  const [parent, step] = [steps[index - 1], steps[index]];
  const at = step?.at;
  if (at === undefined || at === null || typeof at === 'number') return '';
  const planned = plannedKey(spot.path);
  if (planned !== null) return describePlanned(at.key, planned);
  const amounts = amountsAt(spot);
  if (step?.rule === null) return amounts === '' ? '' : paragraphs(title(at.key), amounts);
  const isRequired = parent?.chosen?.required?.includes(at.key) === true;
  return paragraphs(describeKey(at.key, step?.rule ?? null, isRequired), amounts);
}

/** What an alias stands for is written elsewhere: the beginning of it, and the line. */
const shownAtMost = 600;

function standsFor({ name, range, node }: Alias, snapshot: Snapshot): Told {
  const { start, end } = node.range;
  const { line, character } = rangeOf(snapshot, node.range).start;
  const written = snapshot.text.slice(start, Math.min(end, start + shownAtMost));
  const shown = written.length < end - start ? `${written}…` : written;
  return {
    range,
    text: paragraphs(
      say`${title(`*${name}`)} stands for what line ${line + 1} says:`,
      // The first line begins where its value does: without what stands before, the others would lie too deep.
      block(`${' '.repeat(Math.min(character, 80))}${shown}`, 'yaml'),
    ),
  };
}
