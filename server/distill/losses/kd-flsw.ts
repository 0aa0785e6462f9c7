import { div, maximum, mul, pow, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { say } from '../../text/say.ts';
import { optional, scalar } from '../schema.ts';
import { loss } from './descriptor.ts';
import { checkLogits } from './logits.ts';
import { atSampleTemperature, centredOnBatch, temperatureIsConstant } from './sample-temperature.ts';

const defaults = { beta: 1, gamma: 2 } as const;

/** Rows to length 1; zeros stay zeros. */
const unit = (rows: Tensor): Tensor => div(rows, sqrt(maximum(sum(square(rows), -1, true), 1e-24)));

/** Focal-loss-style temperature: samples whose logits point elsewhere than the teacher's get a sharper target. */
export const kdFlsw = loss({
  name: 'kd-flsw',
  summary: 'Knowledge distillation with a temperature a sample, by the angle between the logits',
  formula: '−Σ_c p_t · log p_s at τ = T + β·(mean w − w),  w = (1 − cos(z_s, z_t))^γ',
  sources: [
    'Wen, Lai, Qian 2019, Preparing Lessons, arXiv 1911.07471, section 3.2',
    'airaria/TextBrewer src/textbrewer/schedulers.py flsw_temperature_scheduler_builder',
  ],
  parameters: Type.Object(
    {
      temperature: optional(scalar({ default: 4, exclusiveMinimum: 0, description: 'T at mean difficulty' })),
      beta: optional(
        Type.Number({ minimum: 0, default: defaults.beta, description: 'How far the temperature moves' }),
      ),
      gamma: optional(
        Type.Number({ minimum: 0, default: defaults.gamma, description: 'How sharply difficulty grows' }),
      ),
    },
    { additionalProperties: false },
  ),
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  idle: ({ beta, gamma }) =>
    beta === 0 && gamma !== undefined ? { gamma: say`with beta 0 the temperature never moves` } : {},
  floor: () => "the teacher's entropy at T",
  batchDependent: centredOnBatch,
  detaches: temperatureIsConstant,
  needs: ['teacher', 'same-classes'],
  check: checkLogits,
  compute: (inputs, parameters) => {
    const { teacher } = inputs;
    if (teacher === undefined) throw new Error('kd-flsw needs a teacher');
    const { beta, gamma } = { ...defaults, ...parameters };
    return atSampleTemperature({ ...inputs, teacher }, beta, (student, target) =>
      pow(maximum(sub(1, sum(mul(unit(student), unit(target)), -1)), 0), gamma),
    );
  },
});
