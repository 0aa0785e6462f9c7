import type { RunDescription } from '../../../protocol/training.ts';
import { damagedSummary } from '../damaged.ts';
import { run as named } from '../parameters.ts';
import { summaryOf } from '../summary.ts';
import { placeOf, type Request } from './context.ts';

export const describe: Request<'describe'> = {
  parameters: named,
  async answer({ run: path }, context) {
    const run = await placeOf(path);
    const training = await context.watcher.training();
    const { description } = await import('../description.ts');
    try {
      return { summary: await summaryOf(run, training, context), ...(await description(run)) };
    } catch (error) {
      return { summary: await damagedSummary(run, error), ...nothing };
    }
  },
};

const nothing: Omit<RunDescription, 'summary'> = {
  tables: { train: [], diagnostics: [], evaluation: [], measured: [] },
  stages: [],
  jobs: [],
  select: { metric: '', data: '' },
};
