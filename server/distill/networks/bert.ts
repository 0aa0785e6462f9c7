import { bertConfig, readLayout } from './bert/config.ts';
import { bertNetwork } from './bert/encoder.ts';
import { bertInputs } from './bert/inputs.ts';
import type { NetworkDescriptor } from './network.ts';

/** A BERT encoder by its sizes, with a classifier where the data have classes. Its taps: bert/encoder.ts. */
export const bert: NetworkDescriptor = {
  kind: 'bert',
  summary: 'Transformer encoder as BERT lays it out, with a classifier where the data have classes.',
  sources: [
    'Devlin, Chang, Lee and Toutanova 2019, BERT, section 3',
    'huggingface/transformers, models/bert/modeling_bert.py (names of variables)',
  ],
  config: bertConfig,
  build: (given, context) => {
    const layout = readLayout(given, 'bert');
    const head = context.classes === null ? null : { classes: context.classes, fresh: false };
    return bertNetwork('bert', layout, { given: bertInputs(context, layout, 'bert'), head });
  },
};
