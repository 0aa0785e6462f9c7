import { runOperand, workspaceOption, type Command } from '../command.ts';
import { askedRun } from '../find-run.ts';
import { trainHere } from '../train.ts';

export const resume: Command = {
  name: 'resume',
  operands: [runOperand],
  options: {
    'take-over': {
      summary: 'resume though another machine holds the run; sure that it no longer works on it',
    },
    workspace: workspaceOption,
  },
  notes: 'What is trained from here on equals what an uninterrupted run would have trained.',
  async run(given, terminal) {
    return trainHere(await askedRun(given), terminal, { takeOver: given.given('take-over') });
  },
};
