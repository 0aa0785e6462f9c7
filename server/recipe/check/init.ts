import { mapBlocks } from '../fixes/init.ts';
import { problem, unknown, type Context } from '../resolved/context.ts';
import { matchInit } from '../resolved/init.ts';
import type { Resolved } from '../resolved/resolved.ts';
import { say } from '../../text/say.ts';

/** Whether what a model starts from is there and fits. */
export function checkInit({ models }: Resolved, context: Context): void {
  const known = context.recipe.models.map(({ id }) => id.value);
  for (const { id, init, node } of context.recipe.models) {
    if (init === null) continue;
    if (!known.includes(init.from.value)) {
      context.report(unknown('model', init.from, known));
      continue;
    }
    const [own, other] = [models.get(id.value), models.get(init.from.value)];
    if (own === undefined || other === undefined) continue;
    const { variables, mismatched } = matchInit(init, own.network, other.network);
    const [first] = mismatched;
    const networks = { own: own.network, other: other.network };
    const fixes = () => mapBlocks(context.text, { node, init }, networks);
    if (first !== undefined) {
      const found = first.found === null ? say`none` : `[${first.found.shape.join(', ')}]`;
      const message = say`${first.own.name} [${first.own.shape.join(', ')}] of ${own.id} should start as ${first.theirs} of ${other.id}; found ${found}. Choose blocks of the same shape.`;
      context.report(problem('init-does-not-fit', message, init.range, { fixes: fixes() }));
    } else if (Object.keys(variables).length === 0) {
      const message = say`No variable of ${own.id} has the name and shape of one of ${other.id}: nothing would be copied. Choose a model of the same kind, or name blocks.`;
      context.report(problem('init-does-not-fit', message, init.range, { fixes: fixes() }));
    }
  }
}
