import { at } from '../../distill/losses/at.ts';
import { input, numberParam, onlyInputs, reductionOf, termValue, words, type Adapter } from './adapter.ts';

/** Attention transfer of one pair of maps, as code and as paper. */
export const atAdapter: Adapter = {
  methods: ['at'],
  read: (golden) => {
    onlyInputs(golden, ['Fs', 'Ft']);
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
      where: () => true,
      right: null,
      why: 'A norm at 0 has no gradient, and 0/0 no direction: where maps are equal or zero ours is 0, as is its gradient.',
    },
  ],
};
