import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { writing } from '../../runs/disk-failure.ts';
import { readRun } from '../../runs/state.ts';
import { runOperand, workspaceOption, type Command } from '../command.ts';
import { askedRun } from '../find-run.ts';

export const stop: Command = {
  name: 'stop',
  operands: [runOperand],
  options: { workspace: workspaceOption },
  notes: 'The run writes a checkpoint after its current step and ends; `retort resume` continues it.',
  async run(given, terminal) {
    const run = await askedRun(given);
    const { state } = await readRun(run);
    if (state !== 'running' && state !== 'stopping') {
      throw new RetortError({
        code: 'not-running',
        message: `Run ${run.id} is ${state}.`,
        where: run.path,
        next: state === 'finished' ? 'There is nothing to stop.' : '`retort resume` goes on with it.',
      });
    }
    // A file, not a signal: its worker may be on another machine that shares the folder. It looks between steps.
    const request = join(run.path, 'stop');
    await writing(request, () => writeFile(request, ''));
    terminal.answer({ run: run.id, path: run.path, asked: true }, () => `${run.id} stops at its next step.`);
    return 'done';
  },
};
