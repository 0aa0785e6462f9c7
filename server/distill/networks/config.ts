import type { Static, TObject } from 'typebox';
import { Check, Clone, Default, Errors } from 'typebox/value';
import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/** A config after its defaults: every optional key of a schema here has one. */
export type Complete<C extends TObject> = Required<Static<C>>;

/**
 * A config with every default filled in. Throws `bad-config` naming the first key that doesn't fit the schema.
 * The input is left as it is.
 */
export function readConfig<C extends TObject>(schema: C, config: unknown, where: string): Complete<C> {
  const complete = Default(schema, Clone(config));
  if (fits(schema, complete)) return complete;
  const [error] = Errors(schema, complete);
  const key = error === undefined ? '' : error.instancePath.slice(1).replaceAll('/', '.');
  throw new RetortError({
    code: 'bad-config',
    message: say`${where}: ${key === '' ? say`the config` : key} ${error?.message ?? say`does not fit`}.`,
    where,
    next: say`Correct the value; its keys are ${Object.keys(schema.properties).join(', ') || say`none`}.`,
  });
}

const fits = <C extends TObject>(schema: C, value: unknown): value is Complete<C> => Check(schema, value);
