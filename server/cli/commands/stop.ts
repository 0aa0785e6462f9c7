import { RetortError } from '../../protocol/failure.ts';
import { readRun } from '../../runs/state.ts';
import { requestStop } from '../../runs/stop-request.ts';
import { runOperand, workspaceOption, type Command } from '../command.ts';
import { stopDetached } from '../detach.ts';
import { askedRun } from '../find-run.ts';
import { say } from '../../text/say.ts';
import { stateWord } from '../../runs/state-words.ts';

export const stop: Command = {
  name: 'stop',
  operands: [runOperand],
  options: { workspace: workspaceOption },
  notes: 'The run writes a checkpoint after its current step and ends; `retort resume` continues it.',
  async run(given, terminal) {
    const run = await askedRun(given);
    const { state } = await readRun(run);
    const working = state === 'running' || state === 'stopping';
    if (!working && state !== 'finished' && (await stopDetached(run))) {
      terminal.answer({ run: run.id, path: run.path, asked: true }, () => say`${run.id} left the queue.`);
      return 'done';
    }
    if (!working) {
      throw new RetortError({
        code: 'not-running',
        message: say`Run ${run.id} is ${stateWord(state)}.`,
        where: run.path,
        next: state === 'finished' ? say`There is nothing to stop.` : say`\`retort resume\` goes on with it.`,
      });
    }
    await requestStop(run);
    terminal.answer(
      { run: run.id, path: run.path, asked: true },
      () => say`${run.id} stops at its next step.`,
    );
    return 'done';
  },
};
