import { selfTest as testTerms } from '../../distill/diagnostics/self-test.ts';
import { backendOption, recipeOperand, threadsOption, type Command } from '../command.ts';
import { computing } from '../compute.ts';
import { plannedRecipe } from '../recipe.ts';
import { formatTable } from '../table.ts';
import { say } from '../../text/say.ts';

export const selfTest: Command = {
  name: 'self-test',
  operands: [recipeOperand],
  options: { backend: backendOption, threads: threadsOption },
  notes:
    'Each term is computed with its teacher in the student’s place, on the first batch of its stage. Where the floor is not 0 the value only has to be finite.',
  async run(given, terminal) {
    const plan = (await plannedRecipe(given, terminal))?.plan;
    if (plan === undefined) return 'problems';
    const terms = await computing(plan, terminal, (ports) => testTerms(plan, ports));
    const passed = terms.every((term) => term.passed);
    const { out } = terminal.paint;
    terminal.answer({ passed, terms }, () =>
      terms.length === 0
        ? say`No term of this recipe reads a teacher.`
        : formatTable(
            [say`STAGE`, say`TERM`, say`LOSS`, say`VALUE`, say`FLOOR`, ''],
            terms.map(({ stage, term, loss, value, floor, passed: ok }) => [
              stage,
              term,
              loss,
              value === 0 ? '0' : value.toExponential(2),
              String(floor),
              ok ? say`ok` : say`not at its floor`,
            ]),
            out.bold,
          ),
    );
    return passed ? 'done' : 'problems';
  },
};
