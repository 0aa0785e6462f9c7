import { RetortError } from '../../../protocol/failure.ts';
import { refuseIfLocked } from '../../../runs/attempts.ts';
import { readRun } from '../../../runs/state.ts';
import { object, path, truth } from '../parameters.ts';
import { runOf, type Request } from './context.ts';
import { say } from '../../../text/say.ts';

export const resume: Request<'resume'> = {
  parameters: object({ run: path }, { takeOver: truth, anyway: truth }),
  async answer({ run: asked, takeOver = false, anyway = false }, { scheduler }) {
    const run = await runOf(asked);
    if (scheduler.expects(run.path)) return null;
    const { file, state } = await readRun(run);
    if (state === 'finished') {
      throw new RetortError({
        code: 'run-finished',
        message: say`Run ${run.id} has finished.`,
        where: run.path,
        next: say`Start a new run of the recipe.`,
      });
    }
    await refuseIfLocked(run, file, takeOver);
    await scheduler.add(run.path, { takeOver, anyway });
    return null;
  },
};
