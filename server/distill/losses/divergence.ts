import { div, softmax, squaredDifference, sum, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { softmaxDivergence } from '../operations/divergence.ts';
import { run } from '../operations/operation.ts';

/** How two rows of logits are compared. */
export const forms = ['kl', 'soft-cross-entropy', 'mse-logits', 'mse-probabilities'] as const;
export type Form = (typeof forms)[number];

/** `forward` is KL(teacher ‖ student), `reverse` KL(student ‖ teacher). */
export const directions = ['forward', 'reverse'] as const;
export type Direction = (typeof directions)[number];

/** One side of a comparison. */
export interface Softened {
  /** `[…, classes]` */
  readonly logits: Tensor;
  /** Divides the logits. */
  readonly temperature: Scalar;
}

/**
 * Compares logits at their temperatures; one value a row, summed over classes. In log space throughout: finite at any
 * logit scale. The direction matters to `kl` and `soft-cross-entropy` alone.
 */
export function divergence(
  student: Softened,
  teacher: Softened,
  { form, direction }: { readonly form: Form; readonly direction: Direction },
): Tensor {
  switch (form) {
    case 'kl':
    case 'soft-cross-entropy': {
      const [from, to] = direction === 'forward' ? [teacher, student] : [student, teacher];
      const [value] = run(
        softmaxDivergence,
        {
          from: from.logits,
          to: to.logits,
          fromTemperature: from.temperature,
          toTemperature: to.temperature,
        },
        { form: form === 'kl' ? 'kl' : 'cross-entropy' },
      );
      return value;
    }
    case 'mse-logits':
      return sum(squaredDifference(scaled(student), scaled(teacher)), -1);
    case 'mse-probabilities':
      return sum(squaredDifference(softmax(scaled(student)), softmax(scaled(teacher))), -1);
  }
}

const scaled = ({ logits, temperature }: Softened): Tensor => div(logits, temperature);
