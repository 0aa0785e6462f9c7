import {
  abs,
  div,
  maximum,
  mean,
  mul,
  pow,
  reshape,
  sqrt,
  square,
  squaredDifference,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { helpfulProjection } from '../projections/help.ts';
import { choice, optional } from '../schema.ts';
import { adaptiveAveragePool } from './adaptive-pool.ts';
import { loss } from './descriptor.ts';
import { say } from '../../text/say.ts';

const defaults = { variant: 'reference', p: 2 } as const;

/** Square of the least norm that is told from zero; below it value and gradient of a norm are (nearly) 0. */
const tiny = 1e-24;

/** F^p by products for whole p, which keeps signs and is smooth at 0 as the reference is; |F|^p otherwise. */
function power(map: Tensor, p: number): Tensor {
  if (p === 2) return square(map);
  if (!Number.isInteger(p)) return pow(abs(map), p);
  return Array.from({ length: p - 1 }, () => map).reduce(
    (product: Tensor, factor) => mul(product, factor),
    map,
  );
}

/** `[batch, height, width, channels]` to unit vectors `[batch, height · width]`; a map of zeros stays zero. */
function attention(map: Tensor, p: number): Tensor {
  const flat = reshape(mean(power(map, p), -1), [map.shape[0], -1]);
  return div(flat, sqrt(maximum(sum(square(flat), -1, true), tiny)));
}

const smaller = (a: Tensor, b: Tensor, axis: number): number =>
  Math.min(a.shape[axis] ?? 1, b.shape[axis] ?? 1);

/**
 * Attention transfer between maps `[batch, height, width, channels]`; channels may differ, the larger map is
 * average-pooled to the smaller one.
 *
 * Example: maps with all activation at different single positions give 2/(height · width), or √2 in the paper's form.
 */
export const at = loss({
  name: 'at',
  summary: 'The student looks where the teacher looks (attention transfer)',
  formula: [
    'Q(F) = normalised vec(mean_c F^p)',
    'reference: mean over positions of (Q_s − Q_t)²',
    'paper: ‖Q_s − Q_t‖₂ with |F|^p',
  ].join('\n'),
  sources: [
    'Zagoruyko, Komodakis 2017, Paying More Attention to Attention, equation 2',
    'szagoruyko/attention-transfer utils.py (reference)',
    'yoshitomo-matsubara/torchdistill torchdistill/losses/mid_level.py ATLoss (paper)',
  ],
  elsewhere: [
    'szagoruyko/attention-transfer: weight 1000 (β); beside distillation T 4 and α 0.9',
    'KD_Lib: leaves out the mean over channels, so both maps need the same channels',
  ],
  parameters: Type.Object(
    {
      variant: optional(
        choice(['reference', 'paper'], {
          default: defaults.variant,
          description: 'reference: mean squared difference; paper: norm of the difference, per sample',
        }),
      ),
      p: optional(
        Type.Number({
          minimum: 1,
          default: defaults.p,
          description:
            'Power of the activations; at odd powers reference keeps their signs (F^p), paper takes |F|^p',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  reads: 'pairs',
  reduction: 'mean',
  weight: 1,
  floor: () => 0,
  needs: ['teacher'],
  check: ({ student, teacher }) => {
    const sides = [
      { side: say`student`, shape: student },
      { side: say`teacher`, shape: teacher ?? student },
    ];
    return sides
      .filter(({ shape }) => shape.length !== 3)
      .map(({ side, shape }) => ({
        code: 'not-a-map',
        message: say`Attention transfer compares maps [height, width, channels]; the ${side}'s tap is [${shape.join(', ')}].`,
        ...(side === 'student' && teacher?.length === 3 ? helpfulProjection(student, teacher) : {}),
      }));
  },
  compute: ({ student, teacher }, parameters) => {
    if (teacher === undefined) throw new Error('at needs a teacher');
    const { variant, p } = { ...defaults, ...parameters };
    const height = smaller(student, teacher, 1);
    const width = smaller(student, teacher, 2);
    const look = (map: Tensor): Tensor => {
      const pooled = adaptiveAveragePool(map, height, width);
      return attention(variant === 'paper' ? abs(pooled) : pooled, p);
    };
    const squares = sum(squaredDifference(look(student), look(teacher)), -1);
    return variant === 'paper'
      ? // A norm has no gradient at 0: floored, value and gradient vanish where the maps are equal.
        { values: sqrt(maximum(squares, tiny)), axes: ['sample'], elements: 1 }
      : { values: squares, axes: ['sample'], elements: height * width };
  },
});
