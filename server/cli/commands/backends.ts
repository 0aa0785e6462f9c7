import { automatic, backends as known } from '../../backends/index.ts';
import type { Command } from '../command.ts';
import { formatTable } from '../table.ts';
import { say, translated } from '../../text/say.ts';

export const backends: Command = {
  name: 'backends',
  operands: [],
  options: {},
  notes: 'A recipe with `backend: auto`, or none, takes the one marked *.',
  run(_, terminal) {
    const chosen = automatic().name;
    const rows = known.map(({ name, summary, repeatable, usable }) => {
      const found = usable();
      return {
        name,
        summary,
        repeatable,
        automatic: name === chosen,
        usable: found.ok,
        device: found.ok ? found.device : null,
        reason: found.ok ? null : found.reason,
      };
    });
    terminal.answer(rows, () =>
      formatTable(
        ['', say`BACKEND`, say`USABLE`, say`REPEATABLE`, say`DEVICE`, say`SUMMARY`],
        rows.map((row) => [
          row.automatic ? '*' : ' ',
          row.name,
          yesOrNo(row.usable),
          yesOrNo(row.repeatable),
          row.device ?? row.reason ?? '',
          translated(row.summary),
        ]),
        terminal.paint.out.bold,
      ),
    );
    return Promise.resolve('done');
  },
};

const yesOrNo = (is: boolean): string => (is ? say`yes` : say`no`);
