import { object, path } from '../parameters.ts';
import type { Request } from './context.ts';

export const inspect: Request<'inspect'> = {
  parameters: object({ path }, {}),
  async answer({ path: file }, { signal }) {
    const { inspectModel } = await import('../../models/inspect.ts');
    return inspectModel(file, signal);
  },
};
