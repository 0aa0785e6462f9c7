import { readDisagreements } from '../../../runs/disagreements.ts';
import { run as named } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

/** Evaluations: with the largest pictures, a few megabytes. */
const most = 20;

export const disagreements: Request<'disagreements'> = {
  parameters: named,
  answer: async ({ run }) => readDisagreements(await runOf(run), most),
};
