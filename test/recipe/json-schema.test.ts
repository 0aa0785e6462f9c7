import { Ajv2020 } from 'ajv/dist/2020.js';
import fc, { type GeneratorValue } from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { builtIn } from '../../server/recipe/catalogue.ts';
import { checkVersion } from '../../server/recipe/check/version.ts';
import { jsonSchema } from '../../server/recipe/json-schema.ts';
import { toJson } from '../../server/recipe/node.ts';
import { parse } from '../../server/recipe/parse.ts';
import { schemaOf, schemaVersion } from '../../server/recipe/schema.ts';
import { structure } from '../../server/recipe/structure.ts';
import { isList } from '../../server/recipe/structure/descend.ts';
import { ruleOf, type Rule } from '../../server/recipe/structure/rule.ts';

const accepts = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictTuples: false,
  allErrors: false,
}).compile(jsonSchema());

/** What Retort says of a text's form. */
function problemsOfForm(text: string): readonly string[] {
  const { root, problems } = parse(text);
  if (root === null || problems.length > 0) throw new Error(`Not YAML: ${text}`);
  return [...checkVersion(root), ...structure(root, schemaOf(builtIn), text)].map(({ message }) => message);
}

function judged(text: string): boolean {
  const { root } = parse(text);
  return accepts(root === null ? null : toJson(root));
}

const version = ruleOf(schemaOf(builtIn)).properties?.version;
const words = ['a', 'big', 'val', 'hidden.1', 'big/stage.2', 'x-1', '10 epochs', '30 %', '1 step', '8 runs'];
const junk = [
  null,
  true,
  -1,
  0,
  1,
  2.5,
  1e9,
  '',
  'kd',
  'Ünï code',
  '3 apples',
  [],
  ['a'],
  [1],
  {},
  { kind: 'x' },
];

/** Something that a rule accepts, most of the time. */
function made(rule: Rule, next: GeneratorValue): unknown {
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[next(fc.nat, { max: from.length - 1 })];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  };
  // Half of the recipes are meant to be right: with a slip in each part few would be.
  const slips = next(fc.boolean);
  const often = (of: number): boolean => (!slips && of >= 30) || next(fc.nat, { max: of }) > 0;
  const build = (rule: Rule): unknown => {
    if (!often(150)) return pick(junk);
    if (rule.const !== undefined) return rule.const;
    if (rule === version && !slips) return schemaVersion;
    if (rule.enum !== undefined) return pick(rule.enum);
    if (rule.anyOf !== undefined) return build(pick(rule.anyOf));
    switch (rule.type) {
      case 'object':
        return object(rule);
      case 'array':
        return list(rule);
      case 'boolean':
        return pick([true, false]);
      case 'integer':
        return (rule.minimum ?? 0) + pick([0, 1, 2, 63]);
      case 'number':
        return Math.min(
          (rule.minimum ?? rule.exclusiveMinimum ?? 0) + pick([0.5, 1, 0.25]),
          rule.maximum ?? Infinity,
        );
      case 'string':
        return word(rule);
      default:
        return pick(junk);
    }
  };
  const word = ({ pattern }: Rule): string =>
    pick(pattern === undefined ? words : words.filter((text) => new RegExp(pattern, 'u').test(text)));
  const object = ({
    properties = {},
    required = [],
    additionalProperties: rest,
  }: Rule): Record<string, unknown> => {
    const result: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(properties)) {
      if (required.includes(key) ? often(80) : !often(3)) result[key] = build(part);
    }
    if (typeof rest === 'object')
      for (const key of ['a', 'b2'].filter(() => often(2))) result[key] = build(rest);
    if (!often(100)) result[pick(['wieght', '0', 'generate', 'a b', '__proto__'])] = pick(junk);
    return result;
  };
  const list = ({ items, prefixItems, minItems = 0 }: Rule): unknown[] => {
    if (prefixItems !== undefined) return prefixItems.filter(() => often(50)).map(build);
    if (items === undefined || isList(items)) return [];
    return Array.from({ length: Math.max(often(30) ? minItems : 0, next(fc.nat, { max: 2 })) }, () =>
      build(items),
    );
  };
  return build(rule);
}

test('accepts exactly the recipes of the right form, of thousands that were made from the schema', () => {
  let [right, wrong] = [0, 0];
  fc.assert(
    fc.property(fc.gen(), (next) => {
      const text = stringify(made(ruleOf(schemaOf(builtIn)), next), { aliasDuplicateObjects: false });
      const problems = problemsOfForm(text);
      if (problems.length === 0) right += 1;
      else wrong += 1;
      expect({ text, problems, accepted: judged(text) }).toEqual({
        text,
        problems,
        accepted: problems.length === 0,
      });
    }),
    { numRuns: 3000, endOnFailure: true },
  );
  expect(right).toBeGreaterThan(500);
  expect(wrong).toBeGreaterThan(500);
});

test.each(readdirSync('examples').filter((name) => name.endsWith('.distill.yaml')))('accepts %s', (name) => {
  const text = readFileSync(`examples/${name}`, 'utf8');
  expect(problemsOfForm(text)).toEqual([]);
  expect(judged(text)).toBe(true);
});

test('reads a mix whose names are also keys of made data as a mix', () => {
  const text = readFileSync('examples/mnist.distill.yaml', 'utf8')
    .replaceAll('labelled', 'count')
    .replaceAll('transfer', 'steps');
  expect(problemsOfForm(text)).toEqual([]);
  expect(judged(text)).toBe(true);
});

test('reads a mix with a word that means something else there as Retort does', () => {
  const text = readFileSync('examples/mnist.distill.yaml', 'utf8').replace(
    /data: \{ labelled: 1/,
    'data: { generate: 1, labelled: 1',
  );
  expect(text).toContain('generate');
  expect(problemsOfForm(text)).not.toEqual([]);
  expect(judged(text)).toBe(false);
});
