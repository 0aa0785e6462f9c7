import { estimate } from '../../recipe/estimate.ts';
import { planTable } from '../../recipe/plan-table.ts';
import { memoryEstimate } from '../../training/enough-memory.ts';
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
    const memory = await memoryEstimate(planned);
    terminal.answer({ plan: planned, estimate: { ...estimate(planned), ...memory } }, () =>
      planTable({ ...planned, name: printable(planned.name) }, memory),
    );
    return 'done';
  },
};
