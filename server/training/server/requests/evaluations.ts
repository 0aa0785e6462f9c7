import { readEvaluation } from '../../../runs/records.ts';
import { readPlan } from '../../../runs/state.ts';
import { object, path, whole } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

export const evaluations: Request<'evaluations'> = {
  parameters: object({ run: path, from: whole(0, Number.MAX_SAFE_INTEGER) }, {}),
  async answer({ run: asked, from }) {
    const run = await runOf(asked);
    const rows = await readEvaluation(run, await readPlan(run));
    // JSON has no NaN.
    return rows
      .slice(from)
      .map((row) => ({ ...row, agreement: Number.isNaN(row.agreement) ? null : row.agreement }));
  },
};
