import { listRuns } from '../../runs/directory.ts';
import { readRun } from '../../runs/state.ts';
import { workspaceOf } from '../arguments.ts';
import { workspaceOption, type Command } from '../command.ts';
import { RetortError } from '../../protocol/failure.ts';
import { formatTable } from '../table.ts';
import { say } from '../../text/say.ts';
import { stateWord } from '../../runs/state-words.ts';

export const runs: Command = {
  name: 'runs',
  operands: [],
  options: { workspace: workspaceOption },
  notes: 'A run is `interrupted` when it says that it runs and the process that did is gone: resume it.',
  async run(given, terminal) {
    const workspace = workspaceOf(given);
    const found = await Promise.all((await listRuns(workspace)).map(describe));
    terminal.answer(found, () =>
      found.length === 0
        ? say`There is no run in ${workspace}. Start one with \`retort run RECIPE\`.`
        : formatTable(
            [say`RUN`, say`STATE`, say`STEP`, say`OF`, say`CREATED`, say`NAME`],
            found.map((run) => [
              run.id,
              run.state === 'broken' ? say`broken` : stateWord(run.state),
              String(run.step),
              String(run.steps),
              run.createdAt.slice(0, 16).replace('T', ' '),
              run.name,
            ]),
            terminal.paint.out.bold,
          ),
    );
    return 'done';
  },
};

/** A run of which the file can't be read is listed all the same: it has to be found to be looked after. */
async function describe({ id, path }: { readonly id: string; readonly path: string }) {
  try {
    const { file, state, holder } = await readRun({ id, path });
    const { name, createdAt, backend, failure, progress } = file;
    return { id, path, state, name, createdAt, backend, ...progress, holder, failure };
  } catch (error) {
    if (!(error instanceof RetortError)) throw error;
    const failure = { code: error.code, message: error.message, next: error.next };
    return {
      id,
      path,
      state: 'broken' as const,
      name: '',
      createdAt: '',
      step: 0,
      steps: 0,
      holder: null,
      failure,
    };
  }
}
