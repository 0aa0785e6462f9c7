import { estimate } from '../../recipe/estimate.ts';
import { planTable } from '../../recipe/plan-table.ts';
import { memoryAhead } from '../../training/enough-memory.ts';
import { formatFailure } from '../failures.ts';
import { printable } from '../paint.ts';
import { recipeOperand, recipeOptions, type Command } from '../command.ts';
import { plannedRecipe } from '../recipe.ts';

export const plan: Command = {
  name: 'plan',
  operands: [recipeOperand],
  options: recipeOptions,
  notes: 'With --json the plan itself, as a run keeps it in plan.json, and the estimate.',
  async run(given, terminal) {
    const planned = (await plannedRecipe(given, terminal))?.plan;
    if (planned === undefined) return 'problems';
    const { estimate: memory, refusal } = await memoryAhead(planned);
    terminal.answer({ plan: planned, estimate: { ...estimate(planned), ...memory } }, () =>
      planTable({ ...planned, name: printable(planned.name) }, memory),
    );
    // A plan is shown whatever it needs; what `retort run` would refuse is said beside it.
    if (refusal !== null) terminal.say(formatFailure(refusal, terminal.paint.error));
    return 'done';
  },
};
