import { valueOf, type MapNode } from '../../recipe/node.ts';
import { tagAlternative, tagOf } from '../../recipe/structure/pick.ts';
import { constantOf, type Rule } from '../../recipe/structure/rule.ts';
import { marker } from './cursor.ts';

/** What may stand in a map that is being written: the keys of all that it can still become. */
export interface MapForm {
  readonly properties: Readonly<Record<string, Rule>>;
  readonly required: ReadonlySet<string>;
  /** What stands under names of any choice; null where keys are given. */
  readonly named: Rule | null;
  /** What those names refer to, where they are no new ones. */
  readonly to: Rule['to'];
}

/** Null where no map may stand. */
export function mapForm(rule: Rule, node: MapNode): MapForm | null {
  const all = forms(rule, node);
  const fitting = all.filter((form) =>
    node.entries.every(({ key }) => key === marker || propertyOf(form, key) !== null),
  );
  const possible = fitting.length > 0 ? fitting : all;
  if (possible.length === 0) return null;
  const free = possible.find((form) => restOf(form) !== null);
  return {
    // Backwards, so that of a key that several have the first one's rule stays.
    properties: Object.fromEntries(
      possible.toReversed().flatMap(({ properties = {} }) => Object.entries(properties)),
    ),
    required: new Set(possible.flatMap(({ required = [] }) => required)),
    named: free === undefined ? null : restOf(free),
    to: free?.to,
  };
}

function forms(rule: Rule, node: MapNode): readonly Rule[] {
  const tag = tagOf(rule);
  if (tag !== undefined) {
    const name = valueOf(node, tag);
    const alternatives = rule.anyOf ?? [];
    const chosen =
      name?.kind === 'scalar' ? tagAlternative(alternatives, tag, String(name.value)) : undefined;
    return [chosen ?? undecided(alternatives, tag)];
  }
  if (rule.anyOf !== undefined) return rule.anyOf.flatMap((alternative) => forms(alternative, node));
  return rule.type === 'object' ? [rule] : [];
}

/** Before the tag is there: the tag itself, and the keys that every alternative has. */
function undecided(alternatives: readonly Rule[], tag: string): Rule {
  const [first, ...others] = alternatives;
  const shared = Object.entries(first?.properties ?? {}).filter(([key]) =>
    others.every(({ properties = {} }) => Object.hasOwn(properties, key)),
  );
  return {
    type: 'object',
    additionalProperties: false,
    required: [tag],
    properties: { ...Object.fromEntries(shared), [tag]: tagRule(alternatives, tag) },
  };
}

/** The words that a tag can be, each with what it stands for. */
const tagRule = (alternatives: readonly Rule[], tag: string): Rule => ({
  anyOf: alternatives.flatMap(({ properties, description }) => {
    const name = constantOf(properties?.[tag]);
    return name === undefined ? [] : [{ const: name, ...(description === undefined ? {} : { description }) }];
  }),
});

function propertyOf(form: Rule, key: string): Rule | null {
  const { properties = {} } = form;
  return (Object.hasOwn(properties, key) ? properties[key] : undefined) ?? restOf(form);
}

const restOf = ({ additionalProperties: rest }: Rule): Rule | null =>
  typeof rest === 'object' ? rest : null;

/** What may stand under a key of a map; null where the schema says nothing. */
export const ruleUnder = ({ properties, named }: MapForm, key: string): Rule | null =>
  (Object.hasOwn(properties, key) ? properties[key] : undefined) ?? named;
