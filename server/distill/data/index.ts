import { RetortError } from '../../protocol/failure.ts';
import type { SourceDescriptor } from './descriptor.ts';
import { idx } from './idx.ts';
import { imageFolder } from './image-folder.ts';

/** Every source that a recipe can name. */
export const sources: readonly SourceDescriptor[] = [idx, imageFolder];

/** The source of a recipe's `data.*.source`. Throws `unknown-source`. */
export function findSource(name: string): SourceDescriptor {
  const found = sources.find((descriptor) => descriptor.source === name);
  if (found !== undefined) return found;
  throw new RetortError({
    code: 'unknown-source',
    message: `There is no data source ${name}.`,
    next: `Use one of ${sources.map((descriptor) => descriptor.source).join(', ')}.`,
  });
}
