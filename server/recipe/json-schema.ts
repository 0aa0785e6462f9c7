import { builtIn, type Catalogue } from './catalogue.ts';
import { schemaOf, schemaVersion } from './schema.ts';
import { isList } from './structure/descend.ts';
import { ruleOf, type Rule } from './structure/rule.ts';

/** Parts that are written out once, and where they stand in the text of the schema. */
interface Shared {
  /** How often each part was met. */
  readonly met: Map<Rule, number>;
  readonly names: Map<Rule, string>;
  readonly definitions: Record<string, unknown>;
}

/**
 * The recipe's schema as JSON Schema (draft 2020-12), for editors without Retort: it accepts exactly what has the right
 * form. What names mean, whether shapes meet and files exist only Retort checks.
 */
export function jsonSchema(catalogue: Catalogue = builtIn): Readonly<Record<string, unknown>> {
  const root = ruleOf(schemaOf(catalogue));
  const shared: Shared = { met: new Map(), names: new Map(), definitions: {} };
  countParts(root, shared);
  const properties = { ...root.properties, version: { ...root.properties?.version, const: schemaVersion } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Retort recipe, version ${schemaVersion}`,
    ...standard({ ...root, properties }, shared),
    $defs: shared.definitions,
  };
}

function countParts(rule: Rule, { met, ...rest }: Shared): void {
  const before = met.get(rule) ?? 0;
  met.set(rule, before + 1);
  if (before === 0) for (const part of partsOf(rule)) countParts(part, { met, ...rest });
}

const partsOf = ({ anyOf = [], properties = {}, additionalProperties, items, prefixItems = [] }: Rule) => [
  ...anyOf,
  ...Object.values(properties),
  ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ...(items === undefined ? [] : [items].flat()),
  ...prefixItems,
];

/** A part in its place: itself, or a reference to where it is written out. */
function placed(rule: Rule, shared: Shared): unknown {
  const isLarge = partsOf(rule).length > 1 || (rule.enum?.length ?? 0) > 8;
  if (!isLarge || (shared.met.get(rule) ?? 0) < 2) return standard(rule, shared);
  const known = shared.names.get(rule);
  if (known !== undefined) return { $ref: `#/$defs/${known}` };
  const name = `part-${shared.names.size + 1}`;
  shared.names.set(rule, name);
  shared.definitions[name] = standard(rule, shared);
  return { $ref: `#/$defs/${name}` };
}

/** JSON Schema's own words for a rule; the keys that only Retort reads are left out. */
function standard(rule: Rule, shared: Shared): Record<string, unknown> {
  const part = (inner: Rule): unknown => placed(inner, shared);
  const words = Object.entries(rule).flatMap(([key, value]): [string, unknown][] => {
    switch (key) {
      case 'retort':
      case 'to':
      case 'endings':
      case 'tag':
      case 'unit':
        return [];
      case 'description':
        return [[key, rule.unit === undefined ? value : `${String(value)} (${rule.unit})`]];
      case 'names':
        return [['propertyNames', { pattern: rule.names }]];
      case 'anyOf':
      case 'prefixItems':
        return [[key, (rule[key] ?? []).map(part)]];
      case 'properties':
        return [
          [
            key,
            Object.fromEntries(Object.entries(rule.properties ?? {}).map(([name, of]) => [name, part(of)])),
          ],
        ];
      case 'additionalProperties':
        return [
          [key, typeof rule.additionalProperties === 'object' ? part(rule.additionalProperties) : value],
        ];
      case 'items':
        return isList(rule.items) ? [['prefixItems', rule.items.map(part)]] : [[key, part(rule.items ?? {})]];
      case 'additionalItems':
        return [['items', value]];
      default:
        return [[key, value]];
    }
  });
  return Object.fromEntries(words);
}
