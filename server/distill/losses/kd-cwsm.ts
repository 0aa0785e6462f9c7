import { add, div, max, softmax } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional, scalar } from '../schema.ts';
import { loss } from './descriptor.ts';
import { checkLogits } from './logits.ts';
import { atSampleTemperature, centredOnBatch, temperatureIsConstant } from './sample-temperature.ts';

const defaults = { beta: 1 } as const;

/** Confidence-weighted temperature: samples of which the student is unsure get a sharper target. */
export const kdCwsm = loss({
  name: 'kd-cwsm',
  summary: "Knowledge distillation with a temperature a sample, by the student's confidence",
  formula: '−Σ_c p_t · log p_s at τ = T + β·(mean w − w),  w = 1 / (max_c softmax(z_s)_c + 0.001)',
  sources: [
    'Wen, Lai, Qian 2019, Preparing Lessons, arXiv 1911.07471, section 3.2',
    'airaria/TextBrewer src/textbrewer/schedulers.py cwsm_temperature_scheduler_builder',
  ],
  parameters: Type.Object(
    {
      temperature: optional(scalar({ default: 4, exclusiveMinimum: 0, description: 'T at mean difficulty' })),
      beta: optional(
        Type.Number({ minimum: 0, default: defaults.beta, description: 'How far the temperature moves' }),
      ),
    },
    { additionalProperties: false },
  ),
  reads: 'logits',
  reduction: 'batchmean',
  weight: 1,
  floor: () => "the teacher's entropy at the samples' temperatures",
  batchDependent: centredOnBatch,
  detaches: temperatureIsConstant,
  needs: ['teacher', 'same-classes'],
  check: checkLogits,
  compute: (inputs, parameters) => {
    const { teacher } = inputs;
    if (teacher === undefined) throw new Error('kd-cwsm needs a teacher');
    const { beta } = { ...defaults, ...parameters };
    return atSampleTemperature({ ...inputs, teacher }, beta, (student) =>
      div(1, add(max(softmax(student), -1), 1e-3)),
    );
  },
});
