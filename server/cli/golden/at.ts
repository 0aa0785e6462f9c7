import { at } from '../../distill/losses/at.ts';
import {
  input,
  numberParam,
  onlyDirection,
  onlyInputs,
  onlyParams,
  reductionOf,
  termValue,
  Unsupported,
  words,
  type Adapter,
} from './adapter.ts';
import { allSamplesEqual, someSampleZeroOrEqual } from './degenerate.ts';

/** Attention transfer of one pair of maps, as code and as paper. */
export const atAdapter: Adapter = {
  methods: ['at'],
  read: (golden) => {
    onlyInputs(golden, ['Fs', 'Ft']);
    onlyParams(golden, ['p', 'reduction']);
    onlyDirection(golden, null);
    if (/\bmax\b/i.test(words(golden, 'pool'))) throw new Unsupported('its pool is not an average');
    const inForm = /p *= *(\d+)/.exec(words(golden, 'form'))?.[1];
    const paper = words(golden, 'mode') === 'paper' || /\bnorm of/i.test(words(golden, 'form'));
    const term = {
      loss: at,
      parameters: {
        variant: paper ? 'paper' : 'reference',
        p: numberParam(golden, 'p', Number(inForm ?? 2)),
      },
      reduction: reductionOf(golden),
    };
    return (inputs) => termValue(term, { student: input(inputs, 'Fs'), teacher: input(inputs, 'Ft') });
  },
  defects: [
    {
      where: ({ inputs: { Fs, Ft } }) => Fs !== undefined && Ft !== undefined && allSamplesEqual(Fs, Ft),
      right: 0,
      why: 'A norm at 0 has no gradient, and 0/0 no direction: between equal maps, also of zeros, the distance is 0.',
    },
    {
      where: ({ inputs: { Fs, Ft } }) =>
        Fs !== undefined && Ft !== undefined && someSampleZeroOrEqual(Fs, Ft),
      right: null,
      why: 'A sample of zeros has no direction to normalise: ours stays zero; an equal one adds no gradient.',
    },
  ],
};
