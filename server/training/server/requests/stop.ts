import { RetortError } from '../../../protocol/failure.ts';
import { stateWord } from '../../../runs/state-words.ts';
import { readRun } from '../../../runs/state.ts';
import { requestStop } from '../../../runs/stop-request.ts';
import { run as named } from '../parameters.ts';
import { runOf, type Request } from './context.ts';
import { say } from '../../../text/say.ts';

export const stop: Request<'stop'> = {
  parameters: named,
  async answer({ run: path }, { scheduler }) {
    const run = await runOf(path);
    if (await scheduler.stop(run.path)) return null;
    const { state } = await readRun(run);
    if (state !== 'running' && state !== 'stopping') {
      throw new RetortError({
        code: 'not-running',
        message: say`Run ${run.id} is ${stateWord(state)}.`,
        where: run.path,
        next: state === 'finished' ? say`There is nothing to stop.` : say`Resume it to go on.`,
      });
    }
    // Trained by another process: a terminal's, an older server's, another machine's.
    await requestStop(run);
    return null;
  },
};
