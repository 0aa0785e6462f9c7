import { workspaceOf } from '../arguments.ts';
import { anywayOption, recipeOperand, recipeOptions, workspaceOption, type Command } from '../command.ts';
import { refuseTooLarge } from '../../training/enough-memory.ts';
import { newRun } from '../../training/new-run.ts';
import { plannedRecipe } from '../recipe.ts';
import { detachOption, trainDetached } from '../detach.ts';
import { trainHere } from '../train.ts';
import { uninterrupted } from '../uninterrupted.ts';

export const run: Command = {
  name: 'run',
  operands: [recipeOperand],
  options: { ...recipeOptions, workspace: workspaceOption, anyway: anywayOption, detach: detachOption },
  notes:
    'Ctrl-C stops at the next step, with a checkpoint; a second one at once. With --json there is a line for each thing that happens: `created`, `started`, `progress`, `message`, and last `ended`.',
  async run(given, terminal) {
    const recipe = await plannedRecipe(given, terminal);
    if (recipe === null) return 'problems';
    if (!given.given('anyway')) await refuseTooLarge(recipe.plan);
    const created = await uninterrupted(() => newRun(workspaceOf(given), recipe.text, recipe.plan));
    if (given.given('detach')) {
      return trainDetached(created, terminal, { anyway: given.given('anyway') });
    }
    if (terminal.json) terminal.answer({ type: 'created', run: created.id, path: created.path }, () => '');
    // What was found to fit need not be looked at again.
    return trainHere(created, terminal, { anyway: true });
  },
};
