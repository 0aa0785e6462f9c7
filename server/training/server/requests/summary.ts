import { orDamaged } from '../damaged.ts';
import { run as named } from '../parameters.ts';
import { summaryOf } from '../summary.ts';
import { placeOf, type Request } from './context.ts';

export const summary: Request<'summary'> = {
  parameters: named,
  async answer({ run: path }, context) {
    const run = await placeOf(path);
    const training = await context.watcher.training();
    return orDamaged(run, () => summaryOf(run, training, context));
  },
};
