import { automatic, backends as known } from '../../backends/index.ts';
import type { Command } from '../command.ts';
import { formatTable } from '../table.ts';

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
        ['', 'BACKEND', 'USABLE', 'REPEATABLE', 'DEVICE', 'SUMMARY'],
        rows.map((row) => [
          row.automatic ? '*' : ' ',
          row.name,
          row.usable ? 'yes' : 'no',
          row.repeatable ? 'yes' : 'no',
          row.device ?? row.reason ?? '',
          row.summary,
        ]),
        terminal.paint.out.bold,
      ),
    );
    return Promise.resolve('done');
  },
};
