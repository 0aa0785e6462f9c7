import { RetortError } from '../../protocol/failure.ts';
import { readRun } from '../../runs/state.ts';
import { anywayOption, runOperand, workspaceOption, type Command } from '../command.ts';
import { askedRun } from '../find-run.ts';
import { detachOption, trainDetached } from '../detach.ts';
import { trainHere } from '../train.ts';
import { say } from '../../text/say.ts';

export const resume: Command = {
  name: 'resume',
  operands: [runOperand],
  options: {
    'take-over': {
      summary: 'resume though another machine holds the run; sure that it no longer works on it',
    },
    workspace: workspaceOption,
    anyway: anywayOption,
    detach: detachOption,
  },
  notes: 'What is trained from here on equals what an uninterrupted run would have trained.',
  async run(given, terminal) {
    const run = await askedRun(given);
    const { state } = await readRun(run);
    if (state === 'finished') {
      throw new RetortError({
        code: 'run-finished',
        message: say`Run ${run.id} has finished.`,
        where: run.path,
        next: say`\`retort report ${run.id}\` shows it; \`retort run\` starts another.`,
      });
    }
    const how = { takeOver: given.given('take-over'), anyway: given.given('anyway') };
    return given.given('detach') ? trainDetached(run, terminal, how) : trainHere(run, terminal, how);
  },
};
