import type { TSchema } from 'typebox';
import type { Reference } from '../schema/words.ts';

/** The part of JSON Schema that recipes use, with the keys of schema/words.ts. */
export interface Rule {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Rule[];
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Rule;
  readonly items?: Rule | readonly Rule[];
  readonly prefixItems?: readonly Rule[];
  /** False where nothing may follow a list of `items`. */
  readonly additionalItems?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly names?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly default?: unknown;
  /** Sensible values of what has to be written and has no default. */
  readonly examples?: readonly unknown[];
  /** What the value is: `length`, `scalar`, `reference`, `tagged`, `named`, `budget`. */
  readonly retort?: string;
  /** What a reference names. */
  readonly to?: Reference;
  /** How names of files end that a path may name. */
  readonly endings?: readonly string[];
  /** Key that tells alternatives apart. */
  readonly tag?: string;
}

/** A schema is plain JSON; typebox types it by what it accepts, and we read what it says. */
export const ruleOf = (schema: TSchema): Rule => schema;

/** The word or number that a rule pins, if it pins one. */
export const constantOf = (rule: Rule | undefined): string | undefined =>
  typeof rule?.const === 'string' || typeof rule?.const === 'number' ? String(rule.const) : undefined;

/** All words or numbers that a rule allows, if it lists them. */
export function wordsOf(rule: Rule): readonly string[] | null {
  if (rule.enum !== undefined) return rule.enum.map(String);
  const constant = constantOf(rule);
  if (constant !== undefined) return [constant];
  if (rule.anyOf === undefined) return null;
  const words = rule.anyOf.map(wordsOf);
  return words.every((list) => list !== null) ? words.flat() : null;
}

/** JSON types that a rule can accept; null for any. */
export function typesOf(rule: Rule): ReadonlySet<string> | null {
  if (rule.type !== undefined) return new Set([rule.type === 'integer' ? 'number' : rule.type]);
  if (rule.const !== undefined) return new Set([typeof rule.const]);
  if (rule.enum !== undefined) return new Set(rule.enum.map((word) => typeof word));
  if (rule.anyOf === undefined) return null;
  const types = rule.anyOf.map(typesOf);
  return types.every((set) => set !== null) ? new Set(types.flatMap((set) => [...set])) : null;
}
