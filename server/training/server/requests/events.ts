import { readEvents } from '../../../runs/records.ts';
import { run as named } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

export const events: Request<'events'> = {
  parameters: named,
  answer: async ({ run }) => readEvents(await runOf(run)),
};
