import { kd } from '../../distill/losses/kd.ts';
import { kdCwsm } from '../../distill/losses/kd-cwsm.ts';
import { kdFlsw } from '../../distill/losses/kd-flsw.ts';
import { kdLogitStd } from '../../distill/losses/kd-logit-std.ts';
import { kdMft } from '../../distill/losses/kd-mft.ts';
import { kdProbabilityShift } from '../../distill/losses/kd-probability-shift.ts';
import { meanLogits } from '../../distill/losses/mean-logits.ts';
import type { LossDescriptor } from '../../distill/losses/descriptor.ts';
import {
  input,
  numberParam,
  onlyDirection,
  onlyInputs,
  onlyParams,
  reductionOf,
  termValue,
  words,
  type Adapter,
} from './adapter.ts';
import { readSoft } from './kd.ts';

/** TextBrewer's swap of the teacher's top logit, then any form of distillation. */
export const probabilityShiftAdapter: Adapter = {
  methods: ['kd.probability_shift'],
  read: (golden) => {
    onlyInputs(golden, ['zs', 'zt', 'y', 'mask']);
    const form = words(golden, 'form').replace(/^.*\bthen\b */, '');
    return readSoft(golden, { loss: kdProbabilityShift, form });
  },
};

/** torchdistill's total on standardised logits. */
export const logitStdAdapter: Adapter = {
  methods: ['kd.logit_std'],
  read: (golden) => {
    onlyInputs(golden, ['zs', 'zt', 'y']);
    return readSoft(golden, {
      loss: kdLogitStd,
      parameters: { epsilon: numberParam(golden, 'eps', 1e-7) },
      params: ['eps'],
      form: words(golden, 'form').replace(/ on .*$/, ''),
    });
  },
  defects: [
    {
      where: ({ inputs }) => Object.values(inputs).some((made) => 'shape' in made && made.shape.at(-1) === 1),
      right: null,
      why: 'The unbiased deviation of one logit is 0/0; a single class has nothing to teach, its logits become 0.',
    },
    {
      where: ({ inputs }) => Object.values(inputs).some((made) => 'scale' in made && made.scale === 0),
      right: null,
      why: 'The deviation of equal logits has no gradient in PyTorch; with a floor under the root it is finite.',
    },
  ],
};

/** A temperature a sample, and the corrected teacher: losses with parameters of their own. */
function single(method: string, loss: LossDescriptor, parameters: readonly string[]): Adapter {
  return {
    methods: [method],
    read: (golden) => {
      onlyInputs(golden, ['zs', 'zt', 'y', 'mask']);
      onlyParams(golden, ['T', 'reduction', ...parameters]);
      onlyDirection(golden, 'forward');
      const stated = parameters
        .filter((name) => name in golden.params)
        .map((name) => [name, numberParam(golden, name, 0)] as const);
      const term = {
        loss,
        parameters: Object.fromEntries(stated),
        scalars: { temperature: numberParam(golden, 'T', 1) },
        reduction: reductionOf(golden),
      };
      return (inputs) =>
        termValue(term, {
          student: input(inputs, 'zs'),
          teacher: input(inputs, 'zt'),
          ...(inputs.y === undefined ? {} : { labels: inputs.y }),
          ...(inputs.mask === undefined ? {} : { mask: inputs.mask }),
        });
    },
  };
}

export const flswAdapter = single('kd.flsw', kdFlsw, ['beta', 'gamma']);
export const cwsmAdapter = single('kd.cwsm', kdCwsm, ['beta']);
export const mftAdapter = single('kd.mft', kdMft, ['threshold']);

/** Distillation from the mean of several teachers' logits, `zt`, `zt2`, `zt3`… */
export const meanLogitsAdapter: Adapter = {
  methods: ['multi_teacher.mean_logits'],
  read: (golden) => {
    const teachers = Object.keys(golden.inputs).filter((name) => /^zt\d*$/.test(name));
    onlyInputs(golden, ['zs', 'y', 'mask', ...teachers]);
    return readSoft(golden, {
      loss: kd,
      form: words(golden, 'form').replace(/ against .*$/, ''),
      teacher: (inputs) => meanLogits(teachers.map((name) => input(inputs, name))),
    });
  },
};
