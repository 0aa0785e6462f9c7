import { listOf, object, path } from '../parameters.ts';
import type { Request } from './context.ts';

export const models: Request<'models'> = {
  parameters: object({ folders: listOf(path, 1000) }, {}),
  async answer({ folders }, { signal }) {
    const { findModels } = await import('../../models/find.ts');
    return findModels(folders, signal);
  },
};
