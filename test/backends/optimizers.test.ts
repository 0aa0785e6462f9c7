import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends } from '../../server/backends/index.ts';
import type { Compile } from '../../server/distill/backend.ts';
import { clipByGlobalNorm } from '../../server/distill/optimizers/clip.ts';
import { findOptimizer } from '../../server/distill/optimizers/index.ts';
import { leaves, type Tensors } from '../../server/distill/tensors.ts';
import { dataAt, described, reference, scalarsAt, trainInFloat64, type Case } from './optimizers.ts';
import { expectClose, tolerancesOf } from './tolerances.ts';

interface Given {
  readonly variables: Tensors;
  /** `weight:velocity` … */
  readonly slots: Tensors;
  /** `x0`, `y0` of the first micro-batch … */
  readonly batch: Tensors;
  readonly scalars: Tensors;
}

interface Made {
  readonly variables: Tensors;
  readonly slots: Tensors;
  readonly norm: tf.Tensor;
}

const shapes = { weight: [3, 4], bias: [4] };

function get(tensors: Tensors, name: string): tf.Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** A step as the trainer's: gradient of all micro-batches, clipped, then an update of each variable. */
function stepOf({ kind, options, clip, accumulate = 1 }: Case): (given: Given) => Made {
  const optimizer = findOptimizer(kind);
  const slotNames = optimizer.slots(options);
  return ({ variables, slots, batch, scalars }) => {
    const loss = (weight: tf.Tensor, bias: tf.Tensor): tf.Tensor => {
      const halves = Array.from({ length: accumulate }, (_, micro) => {
        const output = tf.add(tf.matMul(get(batch, `x${micro}`), weight), bias);
        return tf.mul(tf.mean(tf.sum(tf.squaredDifference(output, get(batch, `y${micro}`)), 1)), 0.5);
      });
      return tf.div(tf.addN(halves), accumulate);
    };
    const names = Object.keys(shapes);
    const gradients = tf.grads(loss)(names.map((name) => get(variables, name)));
    const clipped = clipByGlobalNorm(gradients, clip ?? null);
    const updated = names.map((name, index) =>
      optimizer.update(
        {
          parameter: get(variables, name),
          gradient: clipped.gradients[index] ?? get(variables, name),
          slots: Object.fromEntries(slotNames.map((slot) => [slot, get(slots, `${name}:${slot}`)])),
          scalars: scalars as Readonly<Record<string, tf.Scalar>>,
          count: get(scalars, 'count') as tf.Scalar,
          norm: clipped.norm,
        },
        options,
        name === 'weight',
      ),
    );
    return {
      variables: Object.fromEntries(updated.map(({ parameter }, i) => [names[i] ?? '', parameter])),
      slots: Object.fromEntries(
        updated.flatMap((each, i) =>
          slotNames.map((slot) => [`${names[i] ?? ''}:${slot}`, get(each.slots, slot)]),
        ),
      ),
      norm: clipped.norm,
    };
  };
}

/** Parameters after each step, and the norms of the gradients. */
async function train(
  compile: Compile,
  made: Case,
  steps: number,
): Promise<{ norms: number[]; after: number[][] }> {
  const program = compile(stepOf(made), { name: made.kind, donated: ['variables', 'slots'] });
  const slotNames = findOptimizer(made.kind).slots(made.options);
  let state: Omit<Made, 'norm'> = {
    variables: {
      weight: tf.tensor([...reference.start.weight], [3, 4]),
      bias: tf.tensor([...reference.start.bias], [4]),
    },
    slots: Object.fromEntries(
      Object.entries(shapes).flatMap(([name, shape]) =>
        slotNames.map((slot) => [`${name}:${slot}`, tf.zeros(shape)]),
      ),
    ),
  };
  const norms: number[] = [];
  const after: number[][] = [];
  for (let step = 0; step < steps; step++) {
    const micros = Array.from({ length: made.accumulate ?? 1 }, (_, micro) => ({
      micro,
      ...dataAt(step, micro),
    }));
    const rest = {
      batch: Object.fromEntries(
        micros.flatMap(({ micro, x, y }) => [
          [`x${micro}`, tf.tensor([...x], [reference.rows, 3])],
          [`y${micro}`, tf.tensor([...y], [reference.rows, 4])],
        ]),
      ),
      scalars: Object.fromEntries(
        Object.entries({ ...scalarsAt(made, step), count: step + 1 }).map(([name, value]) => [
          name,
          tf.scalar(value),
        ]),
      ),
    };
    const { norm, ...next } = await program.run({ ...state, ...rest });
    norms.push(...norm.dataSync());
    after.push(['weight', 'bias'].flatMap((name) => [...get(next.variables, name).dataSync()]));
    tf.dispose([norm, ...leaves({ ...state, ...rest }).map(({ tensor }) => tensor)]);
    state = next;
  }
  tf.dispose(leaves(state).map(({ tensor }) => tensor));
  program.dispose();
  return { norms, after };
}

describe('the float64 formulas', () => {
  test.each(reference.cases.map((each) => [described(each), each] as const))('are PyTorch: %s', (_, made) => {
    const { norms, parameters } = trainInFloat64(made, made.norms.length);
    // The file has nine digits.
    const expected = [...made.parameters.weight, ...made.parameters.bias];
    expectClose(norms, made.norms, { tolerance: 1e-8, name: 'norms' });
    expectClose(parameters, expected, { tolerance: 1e-8, name: 'parameters' });
  });
});

describe.each(backends.filter((backend) => backend.usable().ok))('100 steps on $name', (backend) => {
  test.each(reference.cases.map((each) => [described(each), each] as const))(
    'are those in float64, and the first 20 those of PyTorch: %s',
    async (_, made) => {
      const compile = await backend.start({ threads: 1 });
      const before = tf.memory().numTensors;
      const { norms, after } = await train(compile, made, 100);
      expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
      const { optimizer: tolerance } = tolerancesOf(backend.name);
      const pytorch = [...made.parameters.weight, ...made.parameters.bias];
      expectClose(after[made.norms.length - 1] ?? [], pytorch, { tolerance, name: 'parameters after 20' });
      const formula = trainInFloat64(made, 100);
      expectClose(norms, formula.norms, { tolerance, name: 'norms' });
      expectClose(after[99] ?? [], formula.parameters, { tolerance, name: 'parameters after 100' });
    },
  );
});
