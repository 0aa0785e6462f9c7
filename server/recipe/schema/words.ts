import Type, { type TObject, type TProperties, type TSchema, type TSchemaOptions } from 'typebox';

/** What a string in a recipe refers to; completion, navigation and checks go by it. */
export type Reference =
  'model' | 'data' | 'tap' | 'target' | 'term' | 'field' | 'head' | 'path' | 'loss' | 'projection';

/** An object that knows all its keys. */
export const closed = <P extends TProperties>(properties: P, options: TSchemaOptions = {}): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, ...options });

/** An object of something planned: the keys given here are checked, others pass. */
export const open = (properties: TProperties, options: TSchemaOptions = {}): TObject =>
  Type.Object(properties, { additionalProperties: true, ...options });

/** A string that names something; a path names a folder, or a file whose name ends in one of `endings`. */
export const reference = (
  to: Reference,
  description: string,
  options: { readonly endings?: readonly string[] } = {},
): TSchema =>
  Type.Unsafe<string>({ type: 'string', minLength: 1, retort: 'reference', to, description, ...options });

/** One of some alternatives, told apart by JSON type, by a constant key, or by the keys that are there. */
export const either = (alternatives: readonly TSchema[], options: TSchemaOptions = {}): TSchema =>
  Type.Unsafe<unknown>({ anyOf: [...alternatives], ...options });

/** One thing or a list of it. */
export const oneOrMore = (item: TSchema, options: TSchemaOptions = {}): TSchema =>
  either([item, Type.Array(item, { minItems: 1 })], options);

/** typebox leaves `required` out where nothing is, whatever its type says. */
const requiredOf = (schema: TObject): readonly string[] => ('required' in schema ? schema.required : []);

/** Objects told apart by the value of one key. */
export const tagged = (
  tag: string,
  alternatives: Readonly<Record<string, TObject>>,
  description: string,
): TSchema =>
  Type.Unsafe<unknown>({
    anyOf: Object.entries(alternatives).map(([name, alternative]) => ({
      ...alternative,
      properties: { [tag]: Type.Literal(name), ...alternative.properties },
      required: [tag, ...requiredOf(alternative)],
    })),
    retort: 'tagged',
    tag,
    description,
  });

/** Anything by name; `names` is the pattern of the names, `to` what they refer to where they are no new names. */
export const named = (
  value: TSchema,
  options: TSchemaOptions & { names?: string; to?: Reference } = {},
): TSchema =>
  Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: value,
    retort: 'named',
    ...options,
  });

/** Names that can be a key, a folder and part of a term's full name. */
export const namePattern = '^[A-Za-z][A-Za-z0-9_-]*$';

/** Alternatives by name: what is built, then what is planned and not built. */
export const builtAndPlanned = (
  built: readonly (readonly [string, TObject])[],
  planned: Readonly<Record<string, string>>,
  properties: TProperties = {},
): Readonly<Record<string, TObject>> => {
  const names = built.map(([name]) => name);
  const rest = Object.entries(planned).filter(([name]) => !names.includes(name));
  return Object.fromEntries([
    ...built,
    ...rest.map(([name, description]): [string, TObject] => [name, open(properties, { description })]),
  ]);
};
