import { readDisagreements } from '../../../runs/disagreements.ts';
import { run as named } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

export const disagreements: Request<'disagreements'> = {
  parameters: named,
  answer: async ({ run }) => readDisagreements(await runOf(run)),
};
