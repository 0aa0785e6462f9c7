import { engine, mul, sqrt, stack, add, scalar, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { run } from '../operations/operation.ts';
import { squaredNorm } from '../operations/squared-norm.ts';
import { givenDraws } from '../draws.ts';
import { networkInputs, type StepDefinition, type StepInputs } from '../step.ts';
import { named, termValue } from '../terms.ts';

/**
 * L2 norm of the gradient of each weighted term with respect to everything that trains, `[terms]` in their order. A
 * pass of its own a term: it never changes the training step. Looks at the first micro-batch's draws. Pure.
 */
export function termGradientNorms(
  { network, inputs: fields, update, parts }: StepDefinition,
  inputs: StepInputs,
  trained: readonly string[],
): Tensor {
  const sources = trained.map((name) => named(inputs.variables, name));
  return stack(
    update.terms.map((term) => {
      const weighted = (): Scalar => {
        const applied = network.apply(inputs.variables, inputs.state, networkInputs(fields, inputs.batch), {
          training: true,
          draws: givenDraws(inputs.draws, '0/'),
        });
        const weight = inputs.scalars[`${term.id}.weight`] ?? scalar(0);
        return mul(termValue(term, { ...inputs, parts, taps: applied.taps }), weight);
      };
      const grads: readonly (Tensor | null | undefined)[] = engine().gradients(
        weighted,
        sources,
        undefined,
        true,
      ).grads;
      const squares = grads.flatMap((gradient) =>
        gradient ? [run(squaredNorm, { x: gradient }, {})[0]] : [],
      );
      return sqrt(squares.reduce<Tensor>((total, value) => add(total, value), scalar(0)));
    }),
  );
}

/** Each norm's share of the sum of all; zero when all are zero. */
export function shares(norms: readonly number[]): readonly number[] {
  const total = norms.reduce((a, b) => a + b, 0);
  return norms.map((norm) => (total > 0 ? norm / total : 0));
}
