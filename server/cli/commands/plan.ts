import { RetortError } from '../../protocol/failure.ts';
import type { Plan } from '../../distill/plan.ts';
import { estimate } from '../../recipe/estimate.ts';
import { planTable } from '../../recipe/plan-table.ts';
import { memoryEstimate, refuseTooLarge } from '../../training/enough-memory.ts';
import { formatFailure } from '../failures.ts';
import { printable } from '../paint.ts';
import { recipeOperand, recipeOptions, type Command } from '../command.ts';
import { plannedRecipe } from '../recipe.ts';
import type { Terminal } from '../terminal.ts';

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
    await warnIfTooLarge(planned, terminal);
    return 'done';
  },
};

/** A plan is shown whatever it needs; what `retort run` would refuse is said beside it. */
async function warnIfTooLarge(planned: Plan, terminal: Terminal): Promise<void> {
  try {
    await refuseTooLarge(planned);
  } catch (error) {
    if (!(error instanceof RetortError) || error.code !== 'out-of-memory-ahead') throw error;
    terminal.say(formatFailure(error, terminal.paint.error));
  }
}
