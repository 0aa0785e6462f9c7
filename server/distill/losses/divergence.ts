import {
  exp,
  logSoftmax,
  mul,
  neg,
  softmax,
  squaredDifference,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** How two rows of logits are compared. */
export const forms = ['kl', 'soft-cross-entropy', 'mse-logits', 'mse-probabilities'] as const;
export type Form = (typeof forms)[number];

/** `forward` is KL(teacher ‖ student), `reverse` KL(student ‖ teacher). */
export const directions = ['forward', 'reverse'] as const;
export type Direction = (typeof directions)[number];

/**
 * Compares `[…, classes]` logits that are already divided by their temperatures; one value a row, summed over
 * classes. In log space throughout: finite at any logit scale. The direction matters to `kl` and
 * `soft-cross-entropy` alone.
 */
export function divergence(
  student: Tensor,
  teacher: Tensor,
  { form, direction }: { readonly form: Form; readonly direction: Direction },
): Tensor {
  const [from, to] = direction === 'forward' ? [teacher, student] : [student, teacher];
  switch (form) {
    case 'kl': {
      const log = logSoftmax(from);
      return sum(mul(exp(log), sub(log, logSoftmax(to))), -1);
    }
    case 'soft-cross-entropy':
      return neg(sum(mul(softmax(from), logSoftmax(to)), -1));
    case 'mse-logits':
      return sum(squaredDifference(student, teacher), -1);
    case 'mse-probabilities':
      return sum(squaredDifference(softmax(student), softmax(teacher)), -1);
  }
}
