import { readEvaluation } from '../../../runs/records.ts';
import { readPlan } from '../../../runs/state.ts';
import { run as named } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

export const evaluations: Request<'evaluations'> = {
  parameters: named,
  async answer({ run: path }) {
    const run = await runOf(path);
    const rows = await readEvaluation(run, await readPlan(run));
    // JSON has no NaN.
    return rows.map((row) => ({ ...row, agreement: Number.isNaN(row.agreement) ? null : row.agreement }));
  },
};
