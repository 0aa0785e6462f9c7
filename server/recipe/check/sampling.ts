import { say } from '../../text/say.ts';
import { addKey } from '../fixes/add.ts';
import { entryOf, valueOf } from '../node.ts';
import { problem, type Context } from '../resolved/context.ts';

/** A temperature at which text is sampled, beside losses that have a temperature of their own and don't state it. */
export function checkSampling({ text, recipe, catalogue, report }: Context): void {
  for (const stage of recipe.stages) {
    const data = valueOf(stage.node, 'data');
    const sampling = entryOf(data, 'temperature');
    if (sampling === undefined || entryOf(data, 'sample') === undefined) continue;
    for (const { node, loss, id } of stage.updates.flatMap(({ terms }) => terms)) {
      const descriptor = catalogue.losses.find(({ name }) => name === loss.value);
      const softens = Object.hasOwn(descriptor?.parameters.properties ?? {}, 'temperature');
      if (!softens || entryOf(node, 'temperature') !== undefined) continue;
      const written = text.slice(sampling.value.range.start, sampling.value.range.end);
      const message = say`This temperature is that of sampling; ${id.value} softens with one of its own, which it does not state. Write temperature in the term too.`;
      report(
        problem('sampling-temperature', message, sampling.keyRange, {
          severity: 'information',
          fixes: [addKey(text, node, 'temperature', '1'), addKey(text, node, 'temperature', written)],
          related: [{ message: id.value, range: loss.range }],
        }),
      );
    }
  }
}
