import { join } from 'node:path';
import { makeReport } from '../../runs/report.ts';
import { readRun } from '../../runs/state.ts';
import { runOperand, workspaceOption, type Command } from '../command.ts';
import { askedRun } from '../find-run.ts';
import { readReport } from '../../runs/report-file.ts';
import { formatReport } from '../report-text.ts';
import { say } from '../../text/say.ts';
import { stateWord } from '../../runs/state-words.ts';

export const report: Command = {
  name: 'report',
  operands: [runOperand],
  options: { workspace: workspaceOption },
  notes: 'Of a run that has not finished, the report holds what is known so far.',
  async run(given, terminal) {
    const run = await askedRun(given);
    const { state, file } = await readRun(run);
    // A finished run made its own, with latencies that only its worker could measure.
    const finished = state === 'finished' ? await readReport(run) : null;
    const found = finished ?? (await makeReport(run, {}));
    const page = join(run.path, 'report.html');
    const { step, steps } = file.progress;
    const sofar = `${say`The run is ${stateWord(state)} at step ${step} of ${steps}: this is what is known so far.`}\n`;
    terminal.answer(
      { ...found, page },
      () =>
        `${formatReport(found, terminal.paint.out)}\n\n${state === 'finished' ? '' : sofar}${say`The page: ${page}`}`,
    );
    return 'done';
  },
};
