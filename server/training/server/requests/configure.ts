import { object, whole } from '../parameters.ts';
import type { Request } from './context.ts';

export const configure: Request<'configure'> = {
  parameters: object({ slots: whole(1, 64), niceness: whole(0, 19) }, {}),
  answer(settings, { scheduler }) {
    scheduler.configure(settings);
    return Promise.resolve(null);
  },
};
