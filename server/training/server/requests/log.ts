import { readLog } from '../../../runs/log-reader.ts';
import { object, orNull, path, whole } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

export const log: Request<'log'> = {
  parameters: object({ run: path, from: orNull(whole(0, Number.MAX_SAFE_INTEGER)) }, {}),
  answer: async ({ run, from }) => readLog(await runOf(run), from),
};
