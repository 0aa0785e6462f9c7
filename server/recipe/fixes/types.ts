import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { flowText } from '../flow-text.ts';
import { replace, sure } from '../nearest.ts';
import type { ListNode, Node, ScalarNode } from '../node.ts';
import { textOf } from '../read/located.ts';
import { wordsOf, type Rule } from '../structure/rule.ts';
import { accepts } from '../structure/words.ts';
import type { Form } from './form.ts';
import { namesOf } from './sample.ts';
import { isFlow, nextLine } from './style.ts';
import { listWith, taggedBy, type Meant } from './tags.ts';

/** For a value of the wrong type: what was meant, where it only is written another way. */
export function otherType(form: Form, node: Node, rule: Rule): readonly Fix[] {
  const pair = asPair(form, node, rule);
  if (pair !== null) return [pair];
  const asList = inList(form.text, node, rule);
  const meant = [
    ...(node.kind === 'scalar' ? otherScalars(node, rule) : []),
    ...alone(form.text, node, rule),
    ...taggedBy(node, rule, form),
    ...underKey(form, node, rule),
  ];
  const isOne = meant.length === 1 && asList === null;
  const fixes = meant.map(({ text, isSame }) => {
    const fix = replace(node.range, text);
    return isSame && isOne ? sure(fix) : fix;
  });
  return asList === null ? fixes : [...fixes, meant.length === 0 ? sure(asList) : asList];
}

/** The only item of a list where no list stands: `[small]`. */
function alone(text: string, node: Node, rule: Rule): readonly Meant[] {
  const [item, second] = node.kind === 'list' ? node.items : [];
  if (item === undefined || second !== undefined || item.kind !== 'scalar') return [];
  return accepts(rule, item) ? [{ text: text.slice(item.range.start, item.range.end), isSame: true }] : [];
}

const itemOf = ({ items }: Rule): Rule | null => (items === undefined || 'length' in items ? null : items);

/** One item without the list that belongs around it: in brackets, or with a dash where it stands in lines. */
function inList(text: string, node: Node, rule: Rule): Fix | null {
  const item = itemOf(rule);
  const asList: Node = { kind: 'list', range: node.range, items: [node] };
  if (item === null || node.kind === 'list' || !accepts(rule, asList) || !accepts(item, node)) return null;
  const { start, end } = node.range;
  const written = text.slice(start, end);
  if (!/[\r\n]/u.test(written)) return replace(node.range, `[${written}]`);
  if (node.kind !== 'map' || isFlow(text, node)) return null;
  const edits = [{ range: { start, end: start }, text: '- ' }];
  for (let line = nextLine(text, start); line < end; line = nextLine(text, line)) {
    edits.push({ range: { start: line, end: line }, text: '  ' });
  }
  return { title: say`Begin it with a dash`, edits };
}

/** A pair whose two sides stand where pairs do: `[hidden.1, features.2]` of which each was read as a pair. */
function asPair({ text, root }: Form, node: Node, rule: Rule): Fix | null {
  const list = node.kind === 'scalar' ? listWith(root, node) : undefined;
  const { start, end } = list?.range ?? node.range;
  const isPair =
    list !== undefined && rule.anyOf?.some((alternative) => fitsPlaces(list, alternative)) === true;
  return isPair && !/[\r\n]/u.test(text.slice(start, end))
    ? sure(replace({ start, end }, `[${text.slice(start, end)}]`))
    : null;
}

const fitsPlaces = ({ items }: ListNode, { prefixItems }: Rule): boolean =>
  prefixItems?.length === items.length &&
  items.every((item, index) => accepts(prefixItems[index] ?? {}, item));

/** A name in the place of a map that has to say only it: `select: val` for `select: { data: val }`. */
function underKey({ root }: Form, node: Node, { required = [], properties = {} }: Rule): readonly Meant[] {
  const [key, second] = required;
  const name = textOf(node)?.value;
  if (key === undefined || second !== undefined || name === undefined) return [];
  const to = properties[key]?.to;
  return to !== undefined && namesOf(root)(to).includes(name)
    ? [{ text: flowText({ [key]: name }), isSame: true }]
    : [];
}

const booleans: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  true: true,
  no: false,
  off: false,
  false: false,
};

function otherScalars({ value }: ScalarNode, rule: Rule): readonly Meant[] {
  if (rule.retort === 'length' && typeof value === 'number' && value > 0) {
    const lengths = value === 1 ? ['1 epoch', '1 step'] : [`${value} epochs`, `${value} steps`];
    return lengths.map((text) => ({ text, isSame: false }));
  }
  if (typeof value !== 'string') return [];
  const number = value.trim() === '' ? NaN : Number(value);
  const as = (other: number | boolean): boolean =>
    accepts(rule, { kind: 'scalar', value: other, range: { start: 0, end: 0 } });
  if (Number.isFinite(number) && as(number)) return [{ text: String(number), isSame: true }];
  const boolean = Object.hasOwn(booleans, value.toLowerCase()) ? booleans[value.toLowerCase()] : undefined;
  return boolean !== undefined && wordsOf(rule) === null && as(boolean)
    ? [{ text: String(boolean), isSame: true }]
    : [];
}

const units: Readonly<Record<string, string>> = { e: 'epochs', s: 'steps', i: 'steps', '%': '%' };

/** For a length with its unit in another form: `20 Epochs`, `20 ep`, `500 iterations`. */
export function otherLength(node: ScalarNode, { retort }: Rule): readonly Fix[] {
  const word = String(node.value).trim().toLowerCase();
  const [, number, unit = ''] =
    /^(\d+(?:\.\d+)?)\s*(e|ep|epochs?|s|steps?|it|iters?|iterations?|%)$/u.exec(word) ?? [];
  const plural = units[unit.charAt(0)];
  if (retort !== 'length' || number === undefined || plural === undefined) return [];
  const text = `${number} ${number === '1' ? plural.replace(/s$/u, '') : plural}`;
  return [sure(replace(node.range, text))];
}
