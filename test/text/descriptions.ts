import { backends } from '../../server/backends/index.ts';
import { commonOptions } from '../../server/cli/command.ts';
import { commands } from '../../server/cli/commands/index.ts';
import { exitCodes } from '../../server/cli/exit-codes.ts';
import { layers } from '../../server/distill/networks/layers/index.ts';
import { builtIn } from '../../server/recipe/catalogue.ts';
import * as planned from '../../server/recipe/planned.ts';
import { schemaOf } from '../../server/recipe/schema.ts';

const keys = new Set([
  ...['description', 'unit', 'summary', 'elsewhere', 'batchDependent', 'detaches'],
  ...['notes', 'meaning'],
]);

/** All that descriptors, the recipe's schema and the commands say in words: what hover, completion and help show. */
export async function descriptions(): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const seen = new Set<unknown>();
  const walk = (value: unknown, isText = false): void => {
    if (typeof value === 'string' && isText) found.add(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const [key, inner] of Object.entries(value))
      walk(inner, Array.isArray(value) ? isText : keys.has(key));
  };
  const loaded = await Promise.all(commands.map((command) => command.load()));
  walk([schemaOf(builtIn), builtIn, backends, layers, commands, loaded, commonOptions, exitCodes]);
  for (const { floor } of builtIn.losses)
    for (const stated of [{}, { form: 'soft-cross-entropy' }, { studentTemperature: 2 }])
      found.add(String(floor(stated)));
  const { plannedPlaces, ...words } = planned;
  for (const { what } of plannedPlaces) found.add(what);
  for (const word of Object.values(words).flatMap((each) => Object.values(each))) found.add(word);
  found.delete('0');
  return found;
}
