import { object, path, text } from '../parameters.ts';
import type { Request } from './context.ts';

export const check: Request<'check'> = {
  parameters: object({ recipe: path }, { text: text(8 * 2 ** 20) }),
  async answer({ recipe, text: unsaved }, { signal }) {
    const { checkFile } = await import('../checked-file.ts');
    return checkFile(recipe, unsaved, signal);
  },
};
