import { serverSettings } from '../settings-file.ts';
import type { Request } from './context.ts';

export const configure: Request<'configure'> = {
  parameters: serverSettings,
  async answer(settings, { scheduler }) {
    await scheduler.configure(settings);
    return null;
  },
};
