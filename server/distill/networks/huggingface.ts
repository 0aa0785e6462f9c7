import Type from 'typebox';
import { RetortError } from '../../protocol/failure.ts';
import { choice, optional } from '../schema.ts';
import { bertNetwork } from './bert/encoder.ts';
import { bertInputs } from './bert/inputs.ts';
import type { BertHead } from './bert/layout.ts';
import { readConfig } from './config.ts';
import { classCount } from './context.ts';
import { readHuggingFace, type HuggingFaceModel } from './huggingface/config.ts';
import type { NetworkContext, NetworkDescriptor } from './network.ts';
import { say } from '../../text/say.ts';

const config = Type.Object(
  {
    path: Type.String({ minLength: 1, description: 'Folder with config.json and model.safetensors' }),
    head: optional(
      choice(['own', 'new'], {
        default: 'own',
        description: 'own: the classifier that its weights include, if any; new: one drawn from the seed',
      }),
    ),
  },
  { additionalProperties: false },
);

/** A network in a Hugging Face folder, trainable, with its weights. For now BERT encoders, with the taps of `bert`. */
export const huggingface: NetworkDescriptor = {
  kind: 'huggingface',
  summary: 'A Hugging Face folder (config.json, model.safetensors) of type bert.',
  sources: ['huggingface/transformers, configuration_bert.py and modeling_bert.py'],
  config,
  jsonFiles: { path: 'config.json' },
  isIncomplete: (given) => readConfig(config, given, 'huggingface').head === 'new',
  build: (given, context) => {
    const { head } = readConfig(config, given, 'huggingface');
    const model = readHuggingFace(Object.hasOwn(context.files, 'path') ? context.files.path : undefined);
    return bertNetwork('huggingface', model.layout, {
      given: bertInputs(context, model.layout, 'huggingface'),
      head: head === 'new' ? { classes: classCount(context), fresh: true } : ownHead(model, context),
    });
  },
};

function ownHead({ classes }: HuggingFaceModel, context: NetworkContext): BertHead | null {
  if (classes === null) return null;
  if (context.classes === null || context.classes === classes) return { classes, fresh: false };
  throw new RetortError({
    code: 'class-count',
    message: say`The model's classifier has ${classes} outputs, but the data have ${context.classes} classes.`,
    where: 'huggingface',
    next: say`Say head: new to train another classifier, or choose other data.`,
  });
}
