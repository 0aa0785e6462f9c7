import type { SelectionRange } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import { placeAt, type Step } from '../place.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { contains, touches } from './ranges.ts';

/** What grows from an offset step by step: word, value, key with value, map or list, and so on to the whole text. */
export function selectionRange(snapshot: Snapshot, offset: number): SelectionRange {
  const { document, text, catalogue } = snapshot;
  const place = document.root === null ? null : placeAt(document.root, ruleOf(schemaOf(catalogue)), offset);
  const steps =
    place?.steps.flatMap((step) => around(step, place.onKey && step === place.steps.at(-1))) ?? [];
  const ranges = [{ start: 0, end: text.length }, ...steps, ...wordAt(text, offset)];
  let selection: SelectionRange | undefined;
  let outer: Range | undefined;
  for (const range of ranges.filter((each) => touches(each, offset))) {
    const isSmaller = outer === undefined || (contains(outer, range) && !contains(range, outer));
    if (!isSmaller) continue;
    outer = range;
    selection = {
      range: rangeOf(snapshot, range),
      ...(selection === undefined ? {} : { parent: selection }),
    };
  }
  return selection ?? { range: rangeOf(snapshot, { start: offset, end: offset }) };
}

/** A key with its value, then the one that is meant; without its quotes too. */
function around({ node, at }: Step, onKey: boolean): readonly Range[] {
  const own = at === null || typeof at === 'number' ? null : at.keyRange;
  const whole =
    own !== null && own.start <= node.range.start ? [{ start: own.start, end: node.range.end }] : [];
  return [...whole, ...(own === null || !onKey ? [node.range] : [own])];
}

const sign = /[\p{L}\p{N}_-]/u;

/** A word of `small/block.3/**` or `"a b"`; none where there is none. */
function wordAt(text: string, offset: number): readonly Range[] {
  let [start, end] = [offset, offset];
  while (start > 0 && sign.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && sign.test(text.charAt(end))) end += 1;
  return start < end ? [{ start, end }] : [];
}
