import { run as named } from '../parameters.ts';
import { summaryOf } from '../summary.ts';
import { runOf, type Request } from './context.ts';

export const describe: Request<'describe'> = {
  parameters: named,
  async answer({ run: path }, context) {
    const run = await runOf(path);
    const training = await context.watcher.training();
    const { description } = await import('../description.ts');
    return { summary: await summaryOf(run, training, context), ...(await description(run)) };
  },
};
