import { join } from 'node:path';
import { readReport } from '../../../runs/report-file.ts';
import { run as named } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

export const report: Request<'report'> = {
  parameters: named,
  async answer({ run: path }) {
    const run = await runOf(path);
    const found = await readReport(run);
    return found === null ? null : { report: found, page: join(run.path, 'report.html') };
  },
};
