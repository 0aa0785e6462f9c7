import type { Axis, LossShapes, ShapeProblem } from './descriptor.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import { say } from '../../text/say.ts';

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Axes of one value a row of `[batch, classes]` or `[batch, length, classes]` logits. */
export const rowAxes = (logits: Tensor): readonly Axis[] =>
  logits.rank === 3 ? ['sample', 'token'] : ['sample'];

/** Sizes of the class axis. */
export const classes = (logits: Tensor): number => logits.shape[logits.rank - 1] ?? 1;

/** Logits are `[classes]` or `[length, classes]`, the same on both sides. */
export function checkLogits({ student, teacher }: LossShapes): readonly ShapeProblem[] {
  const odd = [student, ...(teacher === undefined ? [] : [teacher])].find(
    (shape) => shape.length < 1 || shape.length > 2,
  );
  if (odd !== undefined)
    return [
      {
        code: 'not-logits',
        message: say`Logits are [classes] or [length, classes]; this tap is ${text(odd)}.`,
      },
    ];
  if (teacher === undefined || text(student) === text(teacher)) return [];
  return [
    {
      code: 'classes-differ',
      message: say`The student's logits are ${text(student)}, the teacher's ${text(teacher)}: both must have the same classes and length.`,
    },
  ];
}
