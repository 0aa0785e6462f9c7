import { unreadable } from '../../../recipe/files.ts';
import { object, path } from '../parameters.ts';
import type { Request } from './context.ts';

export const inspect: Request<'inspect'> = {
  parameters: object({ path }, {}),
  answer: ({ path: file }) => Promise.reject(unreadable(file, new Error('not yet'))),
};
