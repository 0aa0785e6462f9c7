import { onesLike, zerosLike, type Tensor } from '@tensorflow/tfjs-core';
import { hint } from '../../distill/losses/hint.ts';
import { convBnRelu } from '../../distill/projections/conv-bn-relu.ts';
import {
  input,
  onlyDirection,
  onlyInputs,
  onlyParams,
  reductionOf,
  termValue,
  Unsupported,
  words,
  type Adapter,
} from './adapter.ts';
import type { GoldenCase } from './case.ts';

/** ½·sum of squares is the paper's; anything else is a mean square. */
const variantOf = (golden: GoldenCase): 'paper' | 'reference' =>
  /paper|half|½|1\/2/i.test(`${words(golden, 'form')} ${words(golden, 'mode')} ${words(golden, 'reduction')}`)
    ? 'paper'
    : 'reference';

const valueOf = (golden: GoldenCase, student: Tensor, teacher: Tensor): Tensor =>
  termValue(
    { loss: hint, parameters: { variant: variantOf(golden) }, reduction: reductionOf(golden) },
    { student, teacher },
  );

/** FitNets with the identity as regressor. */
export const hintAdapter: Adapter = {
  methods: ['hint'],
  read: (golden) => {
    onlyInputs(golden, ['Fs', 'Ft']);
    onlyParams(golden, ['reduction']);
    onlyDirection(golden, null);
    if (!/^(identity)?$/.test(words(golden, 'regressor')))
      throw new Unsupported('its regressor is not the identity');
    return (inputs) => valueOf(golden, input(inputs, 'Fs'), input(inputs, 'Ft'));
  },
};

/** FitNets with RepDistiller's regressor: kernel `W`, bias `b`, fresh batch-norm in training mode. */
export const convRegAdapter: Adapter = {
  methods: ['hint.convreg'],
  read: (golden) => {
    onlyInputs(golden, ['Fs', 'Ft', 'W', 'b']);
    onlyParams(golden, ['reduction', 'use_relu', 'bn', 'W_layout']);
    onlyDirection(golden, null);
    const { bn = 'training' } = golden.params;
    if (typeof bn !== 'string' || !bn.startsWith('training'))
      throw new Unsupported('its bn is not in training mode');
    if ((golden.params.W_layout ?? 'HWIO') !== 'HWIO') throw new Unsupported('its kernel is not HWIO');
    const relu = golden.params.use_relu ?? true;
    if (typeof relu !== 'boolean') throw new Unsupported('its use_relu is not a boolean');
    return (inputs) => {
      const teacher = input(inputs, 'Ft');
      const bias = input(inputs, 'b');
      const variables = { kernel: input(inputs, 'W'), bias, gamma: onesLike(bias), beta: zerosLike(bias) };
      const mapped = convBnRelu.apply(variables, input(inputs, 'Fs'), teacher.shape.slice(1), { relu });
      return valueOf(golden, mapped, teacher);
    };
  },
  defects: [
    {
      where: ({ inputs: { Ft } }) =>
        Ft !== undefined && 'shape' in Ft && Ft.shape.slice(0, 3).every((size) => size === 1),
      right: null,
      why: 'PyTorch refuses batch statistics of one value; it equals its mean, so the output is beta, and finite.',
    },
  ],
};
