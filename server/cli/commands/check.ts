import { recipeOperand, type Command } from '../command.ts';
import { problemLines, recipeHere, recipeProblems, summary } from '../recipe.ts';

export const check: Command = {
  name: 'check',
  operands: [recipeOperand],
  options: {},
  notes: 'A recipe that checks, runs: data and checkpoints are looked at too, nothing is trained.',
  async run(given, terminal) {
    const recipe = await recipeHere(given);
    terminal.answer(recipeProblems(recipe), () =>
      [...problemLines(recipe, terminal.paint.out), summary(recipe)].join('\n'),
    );
    return recipe.broken ? 'problems' : 'done';
  },
};
