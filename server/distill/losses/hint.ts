import { mul, reshape, squaredDifference, sum } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { helpfulProjection } from '../projections/help.ts';
import { choice, optional } from '../schema.ts';
import { sizeOf } from '../tensors.ts';
import { loss } from './descriptor.ts';
import { tokenMask, zeroPadding } from './padding.ts';
import { say } from '../../text/say.ts';

const defaults = { variant: 'reference' } as const;

/**
 * Mean squared error between a student feature, after its projection, and a teacher feature of the same shape.
 * An entry is a token of `[batch, length, width]` and a sample of anything else.
 *
 * Example: features that differ by 2 everywhere give 4; as the paper writes it, 2 · elements.
 */
export const hint = loss({
  name: 'hint',
  summary: 'The projected student feature equals the teacher feature (FitNets)',
  formula: 'reference: mean (r(F_s) − F_t)²\npaper: ½ ‖r(F_s) − F_t‖²',
  sources: [
    'Romero et al. 2015, FitNets: Hints for Thin Deep Nets, equation 3',
    'HobbitLong/RepDistiller distiller_zoo/FitNet.py',
  ],
  elsewhere: [
    'FitNets paper: hints alone up to the guided layer, then distillation; RepDistiller: hint and cross-entropy together',
    'torchdistill: two stages, sum over elements, a 1×1 convolution with ReLU',
    'mmrazor: weight 10 on two stages, beside KL',
  ],
  parameters: Type.Object(
    {
      variant: optional(
        choice(['reference', 'paper'], {
          default: defaults.variant,
          description: 'reference: mean over elements; paper: half the sum of squares of an entry',
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
    if (teacher === undefined || student.join() === teacher.join()) return [];
    return [
      {
        code: 'shapes-differ',
        message: say`The student's feature is [${student.join(', ')}], the teacher's [${teacher.join(', ')}]; hint compares element by element.`,
        ...helpfulProjection(student, teacher),
      },
    ];
  },
  compute: ({ student, teacher, mask }, parameters) => {
    if (teacher === undefined) throw new Error('hint needs a teacher');
    const { variant } = { ...defaults, ...parameters };
    const tokens = tokenMask(student, mask);
    const entry = student.rank === 3 ? student.shape.slice(0, 2) : student.shape.slice(0, 1);
    const squares = squaredDifference(zeroPadding(student, tokens), zeroPadding(teacher, tokens));
    const values = sum(reshape(squares, [...entry, -1]), -1);
    return {
      values: variant === 'paper' ? mul(values, 0.5) : values,
      axes: student.rank === 3 ? ['sample', 'token'] : ['sample'],
      // The paper divides by nothing, so there `mean` is over entries alone.
      elements: variant === 'paper' ? 1 : sizeOf(student.shape.slice(entry.length)),
      ...(tokens === undefined ? {} : { mask: tokens }),
    };
  },
});
