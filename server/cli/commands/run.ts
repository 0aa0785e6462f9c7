import { randomInt } from 'node:crypto';
import { createRun } from '../../runs/directory.ts';
import { workspaceOf } from '../arguments.ts';
import { anywayOption, recipeOperand, recipeOptions, workspaceOption, type Command } from '../command.ts';
import { versions } from '../package-files.ts';
import { refuseTooLarge } from '../../training/enough-memory.ts';
import { plannedRecipe } from '../recipe.ts';
import { trainHere } from '../train.ts';
import { uninterrupted } from '../uninterrupted.ts';

export const run: Command = {
  name: 'run',
  operands: [recipeOperand],
  options: { ...recipeOptions, workspace: workspaceOption, anyway: anywayOption },
  notes:
    'Ctrl-C stops at the next step, with a checkpoint; a second one at once. With --json there is a line for each thing that happens: `created`, `started`, `progress`, `message`, and last `ended`.',
  async run(given, terminal) {
    const recipe = await plannedRecipe(given, terminal);
    if (recipe === null) return 'problems';
    if (!given.given('anyway')) await refuseTooLarge(recipe.plan);
    const created = await uninterrupted(() =>
      createRun({
        workspace: workspaceOf(given),
        recipeText: recipe.text,
        plan: recipe.plan,
        versions: versions(),
        now: new Date(),
        random: randomLetters(4),
      }),
    );
    if (terminal.json) terminal.answer({ type: 'created', run: created.id, path: created.path }, () => '');
    // What was found to fit need not be looked at again.
    return trainHere(created, terminal, { anyway: true });
  },
};

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => letters.charAt(randomInt(letters.length))).join('');
