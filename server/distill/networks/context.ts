import { RetortError } from '../../protocol/failure.ts';
import type { Shape } from '../tensors.ts';
import type { NetworkContext } from './network.ts';
import { say } from '../../text/say.ts';

/** Name of the input of networks that have one. */
export const imageInput = 'image';

/** Shape of the field that the single input reads. Throws `missing-input`. */
export function imageShape(context: NetworkContext): Shape {
  const field = Object.hasOwn(context.fields, imageInput) ? context.fields[imageInput] : undefined;
  if (field !== undefined) return field.shape;
  throw new RetortError({
    code: 'missing-input',
    message: say`The network reads the field ${imageInput}; the data have ${Object.keys(context.fields).join(', ') || say`none`}.`,
    next: say`Choose a data source with images, or say in \`inputs\` which field to read.`,
  });
}

/** Number of classes that a classifier is built for. Throws `class-count`. */
export function classCount(context: NetworkContext): number {
  if (context.classes !== null && context.classes >= 1) return context.classes;
  throw new RetortError({
    code: 'class-count',
    message: say`The network needs to know how many classes there are, and the data have no labels.`,
    next: say`Give the model labelled data, or a network that says its number of outputs.`,
  });
}
