import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { flowText } from '../flow-text.ts';
import { isSlip, nearestOf, replace, sure } from '../nearest.ts';
import { entryOf, valueOf, type Entry, type ListNode, type MapNode, type Node } from '../node.ts';
import { textOf } from '../read/located.ts';
import { tagAlternative } from '../structure/pick.ts';
import { constantOf, type Rule } from '../structure/rule.ts';
import { addInOrder, insertion, type Written } from './add.ts';
import type { Form } from './form.ts';
import { namesOf, samplesAtMost, samplesOf } from './sample.ts';

/** What tells alternatives apart, and what each has to say beside it. */
interface Union {
  readonly tag: string;
  readonly rule: Rule;
}

/** Words for the tag that this version can do: of what is planned the schema knows only that any keys pass. */
const builtNames = ({ tag, rule: { anyOf = [] } }: Union): readonly string[] =>
  anyOf
    .filter(({ additionalProperties }) => additionalProperties === false)
    .flatMap(({ properties }) => constantOf(properties?.[tag]) ?? []);

/** What has to stand beside a tag and isn't there, as far as a sensible value is known. */
function missingBeside(
  { tag, rule }: Union,
  name: string,
  { root }: Form,
  map?: MapNode,
): readonly Written[] {
  const { properties = {}, required = [] } = tagAlternative(rule.anyOf ?? [], tag, name) ?? {};
  return required
    .filter((key) => key !== tag && entryOf(map, key) === undefined)
    .flatMap((key): readonly Written[] => {
      const [sample] = samplesOf(properties[key] ?? {}, namesOf(root));
      return sample === undefined ? [] : [[key, flowText(sample)]];
    });
}

/** For a map without its tag: the tag of each alternative that knows its keys, with all that has to stand beside it. */
export function addTag(form: Form, map: MapNode, tag: string, rule: Rule): readonly Fix[] {
  const union = { tag, rule };
  const fitting = builtNames(union).filter((name) => {
    const { properties = {} } = tagAlternative(rule.anyOf ?? [], tag, name) ?? {};
    return map.entries.every(({ key }) => Object.hasOwn(properties, key));
  });
  // What a neighbour says already is rarely meant again.
  const said = namesBeside(form.root, map, tag);
  const [fresh, again] = [false, true].map((isSaid) =>
    fitting.filter((name) => said.includes(name) === isSaid),
  );
  return [...(fresh ?? []), ...(again ?? [])]
    .slice(0, samplesAtMost)
    .flatMap(
      (name) =>
        addInOrder(form.text, map, [[tag, name], ...missingBeside(union, name, form, map)], [tag]) ?? [],
    );
}

/** What the other maps of a list say under a key. */
const namesBeside = (root: Node, map: MapNode, key: string): readonly string[] =>
  listWith(root, map)?.items.flatMap((item) => textOf(valueOf(item, key))?.value ?? []) ?? [];

/** The list that a value is an item of. */
export function listWith(node: Node, item: Node): ListNode | undefined {
  if (node.kind === 'scalar') return undefined;
  if (node.kind === 'list' && node.items.includes(item)) return node;
  const children = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
  const inside = children.filter(
    ({ range }) => range.start <= item.range.start && item.range.end <= range.end,
  );
  for (const child of inside) {
    const found = listWith(child, item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** For a tag that names no alternative: the nearest, with what they have to say that isn't there. */
export function otherTags(form: Form, map: MapNode, { key, value }: Entry, rule: Rule): readonly Fix[] {
  if (value.kind !== 'scalar') return [];
  const union = { tag: key, rule };
  const near = nearestOf(String(value.value), builtNames(union));
  return near.map((name, index) => {
    const change = replace(value.range, name);
    const missing = missingBeside(union, name, form, map);
    if (missing.length === 0) return index === 0 && isSlip(String(value.value), near) ? sure(change) : change;
    const written = missing.map(([other, sample]) => `${other}: ${sample}`);
    const added = insertion(form.text, map, written, entryOf(map, key));
    if (added === null) return change;
    const title = say`Change to ${name} and add ${written.join(', ')}`;
    return { title, edits: [...change.edits, added] };
  });
}

/** A value in another form. */
export interface Meant {
  readonly text: string;
  /** Whether it says the very same. */
  readonly isSame: boolean;
}

/** A word that names an alternative as the map that it stands for: `{ kind: adam, rate: 0.001 }`, `[{ loss: hard }]`. */
export function taggedBy(node: Node, rule: Rule, form: Form): readonly Meant[] {
  const { tag, items } = rule;
  if (tag === undefined) {
    const inside = items === undefined || 'length' in items ? [] : taggedBy(node, items, form);
    return inside.map(({ text, isSame }) => ({ text: `[${text}]`, isSame }));
  }
  const word = textOf(node)?.value ?? '';
  const union = { tag, rule };
  return nearestOf(word, builtNames(union)).map((name) => {
    const missing = missingBeside(union, name, form);
    const entries: readonly Written[] = [[tag, name], ...missing];
    const text = `{ ${entries.map((entry) => entry.join(': ')).join(', ')} }`;
    return { text, isSame: name === word && missing.length === 0 };
  });
}
