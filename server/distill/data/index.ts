import { find } from '../find.ts';
import type { SourceDescriptor } from './descriptor.ts';
import { idx } from './idx.ts';
import { imageFolder } from './image-folder.ts';

/** Every source that a recipe can name. */
export const sources: readonly SourceDescriptor[] = [idx, imageFolder];

/** The source of a recipe's `data.*.source`. Throws `unknown-source`. */
export const findSource = (name: string): SourceDescriptor =>
  find('source', name, sources, ({ source }) => source);
