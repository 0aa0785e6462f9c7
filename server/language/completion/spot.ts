import type { Range } from '../../protocol/problem.ts';
import type { Entry, MapNode, Node, ScalarNode } from '../../recipe/node.ts';
import { parse } from '../../recipe/parse.ts';
import { readRecipe, type Recipe } from '../../recipe/read/recipe.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf, type Rule } from '../../recipe/structure/rule.ts';
import { inPlace } from './in-place.ts';
import { filled, marker, originalOffset, type Filled } from './cursor.ts';
import { pathOf, placeAt, type Step } from '../place.ts';
import type { Snapshot } from '../snapshot.ts';
import { mapForm, ruleUnder, type MapForm } from './map-form.ts';

/** Where somebody writes, with what is around it. */
export interface Spot {
  readonly snapshot: Snapshot;
  /** The recipe as if a marker stood at the cursor. */
  readonly root: Node;
  readonly recipe: Recipe;
  /** From the root to the key or value that is being written. */
  readonly steps: readonly Step[];
  readonly path: readonly string[];
  /** What is replaced; in the text of the snapshot. */
  readonly range: Range;
  /** What has to be written before it. */
  readonly prefix: string;
  /** And behind it. */
  readonly suffix: string;
  readonly writes: KeyWriting | ValueWriting;
}

export interface KeyWriting {
  readonly kind: 'key';
  readonly map: MapNode;
  readonly rule: Rule;
  readonly form: MapForm;
  /** Whether a colon, and so perhaps a value, stands behind it. */
  readonly hasColon: boolean;
  /** Whether the map is written in braces. */
  readonly inBraces: boolean;
}

export interface ValueWriting {
  readonly kind: 'value';
  readonly rule: Rule;
}

/** Of a longer text, which takes as long to read as somebody waits, only the likeliest reading is looked at. */
const charactersOfOneReading = 250_000;

/** Null where nothing is known of what may stand at an offset: in comments, in free text, beyond what YAML allows. */
export function spotAt(snapshot: Snapshot, offset: number): Spot | null {
  let broken: Spot | null = null;
  const { text } = snapshot;
  const readings = filled(text, offset);
  for (const reading of text.length > charactersOfOneReading ? readings.slice(0, 1) : readings) {
    const known = inPlace(snapshot, reading);
    if (known !== null) {
      const spot = spotIn(known.root, known.reading, snapshot);
      if (spot !== null) return spot;
      continue;
    }
    const document = parse(reading.text);
    const spot = document.root === null ? null : spotIn(document.root, reading, snapshot);
    // A reading that YAML stumbles over where it didn't before is not what is meant, unless no other is better.
    if (document.problems.length <= snapshot.document.problems.length && spot !== null) return spot;
    broken ??= spot;
  }
  return broken;
}

function spotIn(root: Node, reading: Filled, snapshot: Snapshot): Spot | null {
  const { steps, onKey } = placeAt(root, ruleOf(schemaOf(snapshot.catalogue)), reading.offset);
  const writing = onKey ? keyIn(steps, reading) : valueIn(steps);
  if (writing === null) return null;
  const range = {
    start: originalOffset(reading, writing.range.start),
    end: originalOffset(reading, writing.range.end),
  };
  return {
    snapshot,
    root,
    recipe: readRecipe(root),
    steps,
    path: pathOf({ steps, onKey }),
    range: isOneLine(snapshot.text, range) ? range : reading.word,
    prefix: reading.prefix,
    suffix: reading.suffix,
    writes: writing.writes,
  };
}

const isOneLine = (text: string, { start, end }: Range): boolean => !/[\r\n]/.test(text.slice(start, end));

interface Writing<W> {
  readonly range: Range;
  readonly writes: W;
}

function keyIn(steps: readonly Step[], { asKey, text }: Filled): Writing<KeyWriting> | null {
  const [owner, own] = steps.slice(-2);
  const entry = entryAt(own);
  if (owner?.node.kind !== 'map' || owner.rule === null || entry?.key !== marker) return null;
  const { node: map, rule } = owner;
  const form = mapForm(rule, map);
  const inBraces = text.charAt(map.range.start) === '{';
  return (
    form && { range: entry.keyRange, writes: { kind: 'key', map, rule, form, hasColon: !asKey, inBraces } }
  );
}

function valueIn(steps: readonly Step[]): Writing<ValueWriting> | null {
  const [owner, own] = steps.slice(-2);
  const { node } = own ?? {};
  if (!isMarked(node)) return null;
  const rule = valueRule(owner, own);
  return rule && { range: node.range, writes: { kind: 'value', rule } };
}

const isMarked = (node: Node | undefined): node is ScalarNode =>
  node?.kind === 'scalar' && typeof node.value === 'string' && node.value.includes(marker);

/** Under a key by what the map can still be: its tag may be just what is being written. */
function valueRule(owner: Step | undefined, own: Step | undefined): Rule | null {
  const entry = entryAt(own);
  if (entry === null || owner?.node.kind !== 'map') return own?.rule ?? null;
  const form = owner.rule === null ? null : mapForm(owner.rule, owner.node);
  return form && ruleUnder(form, entry.key);
}

const entryAt = (step: Step | undefined): Entry | null =>
  step === undefined || step.at === null || typeof step.at === 'number' ? null : step.at;
