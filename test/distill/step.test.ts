import { memory, scalar, tensor, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { measureStep } from '../../server/backends/recording/measure.ts';
import { upload } from '../../server/distill/models.ts';
import { findNetwork } from '../../server/distill/networks/index.ts';
import { initialise } from '../../server/distill/networks/initialise.ts';
import type { TermPlan, UpdatePlan } from '../../server/distill/plan.ts';
import { normals } from '../../server/distill/random.ts';
import { defineStep, type Step, type StepInputs, type StepOutputs } from '../../server/distill/step.ts';
import { makeDraws } from '../../server/distill/draws.ts';
import { sizeOf, type Shape } from '../../server/distill/tensors.ts';
import { startCpu } from '../tensorflow.ts';

beforeAll(startCpu);

const constant = (value: number) => ({ kind: 'constant', value }) as const;
const field = { shape: [4, 4, 1], dtype: 'float32' } as const;
const parts = [
  { data: 'labelled', samples: 4 },
  { data: 'transfer', samples: 8 },
];

const term = (given: Partial<TermPlan> & Pick<TermPlan, 'id' | 'loss'>): TermPlan => ({
  weight: constant(1),
  reduction: 'batchmean',
  parameters: {},
  scalars: {},
  data: null,
  teacher: null,
  pairs: [
    {
      id: `stage/${given.id}/0`,
      student: 'logits',
      studentShape: [3],
      teacher: given.teacher === undefined ? null : 'logits',
      teacherShape: given.teacher === undefined ? null : [3],
      projection: { kind: 'none', parameters: {} },
      weight: 1,
    },
  ],
  ...given,
});

const hard = term({ id: 'hard', loss: 'hard', data: ['labelled'], scalars: { smoothing: constant(0) } });
const kd = term({
  id: 'kd',
  loss: 'kd',
  teacher: 'big',
  weight: constant(0.9),
  parameters: { form: 'kl', t2: true, direction: 'forward', mask: 'exclude' },
  scalars: { temperature: constant(4) },
});
const hint = term({
  id: 'shape',
  loss: 'hint',
  teacher: 'big',
  reduction: 'mean',
  pairs: [
    {
      id: 'stage/shape/0',
      student: 'hidden.1',
      studentShape: [6],
      teacher: 'features.2',
      teacherShape: [2, 2, 2],
      projection: { kind: 'linear', parameters: {} },
      weight: 1,
    },
  ],
});

function make(given: {
  terms: readonly TermPlan[];
  accumulate?: number;
  dropout?: number;
  clip?: number | null;
}) {
  const network = findNetwork('mlp').build(
    { hidden: [6], dropout: given.dropout ?? 0 },
    { fields: { image: field }, classes: 3, files: {} },
  );
  const update: UpdatePlan = {
    train: 'small',
    variables: network.parameters.map(({ name }) => name),
    optimizer: {
      kind: 'adam',
      parameters: { decayKind: 'l2' },
      scalars: {
        rate: constant(0.01),
        beta1: constant(0.9),
        beta2: constant(0.999),
        epsilon: constant(1e-8),
        decay: constant(0),
      },
      clip: given.clip ?? null,
      accumulate: given.accumulate ?? 1,
    },
    terms: given.terms,
    steps: 1,
  };
  const step = defineStep({ network, inputs: { image: 'image' }, update, parts });
  return { network, step };
}

const random = (site: string, shape: Shape): Tensor =>
  tensor(normals({ seed: 3, stage: 0, step: 0, site }, sizeOf(shape)), [...shape]);

function inputsOf(step: Step, at = 0): StepInputs {
  const scalars: Record<string, Scalar> = Object.fromEntries(
    Object.entries(step.scalars(at)).map(([name, value]) => [name, scalar(value)]),
  );
  return {
    variables: upload(initialise(step.variables, { seed: 1, model: 'small' })),
    slots: Object.fromEntries(
      step.slots.map(({ name, variable }) => {
        const shape = step.variables.find((spec) => spec.name === variable)?.shape ?? [];
        return [name, tensor(new Float32Array(sizeOf(shape)), [...shape])];
      }),
    ),
    state: {},
    batch: {
      image: random('image', [12, 4, 4, 1]),
      label: tensor([0, 1, 2, 0, -1, -1, -1, -1, -1, -1, -1, -1], [12], 'int32'),
    },
    targets: { 'big/logits': random('teacher', [12, 3]), 'big/features.2': random('feature', [12, 2, 2, 2]) },
    scalars,
    draws: makeDraws(step.draws, { seed: 1, stage: 0, step: at }),
  };
}

const values = ({ variables, slots, metrics }: StepOutputs) => ({
  metrics: [...metrics.dataSync()],
  tensors: Object.fromEntries(
    [...Object.entries(variables), ...Object.entries(slots)].map(([name, t]) => [name, [...t.dataSync()]]),
  ),
});

describe('a step', () => {
  test('gives the same bits when it runs twice from the same inputs', () => {
    const { step } = make({ terms: [hard, kd, hint], dropout: 0.3, clip: 1 });
    const inputs = inputsOf(step);
    expect(values(step.run(inputs))).toEqual(values(step.run(inputs)));
  });

  test('changes none of its inputs', () => {
    const { step } = make({ terms: [hard, kd, hint] });
    const inputs = inputsOf(step);
    const before = Object.entries(inputs.variables).map(([name, t]) => [name, [...t.dataSync()]]);
    step.run(inputs);
    expect(Object.entries(inputs.variables).map(([name, t]) => [name, [...t.dataSync()]])).toEqual(before);
  });

  test('reads no value back: it runs where there are none', () => {
    const { step } = make({ terms: [hard, kd, hint], dropout: 0.3, clip: 1, accumulate: 2 });
    // The recording backend throws when anything is read.
    expect(measureStep(() => step.run(inputsOf(step))).flops).toBeGreaterThan(0);
  });

  test('leaves no tensors but its outputs', () => {
    const { step } = make({ terms: [hard, kd, hint], dropout: 0.3, accumulate: 2 });
    const inputs = inputsOf(step);
    const before = memory().numTensors;
    const { variables, slots, state, metrics } = step.run(inputs);
    const outputs = [variables, slots, state].reduce((sum, group) => sum + Object.keys(group).length, 1);
    expect(memory().numTensors - before).toBe(outputs);
    metrics.dispose();
  });

  test('trains the projections with the student', () => {
    const { step } = make({ terms: [hint] });
    const inputs = inputsOf(step);
    const outputs = step.run(inputs);
    const name = 'projection/stage/shape/0/kernel';
    expect(values(outputs).tensors[name]).not.toEqual([...(inputs.variables[name]?.dataSync() ?? [])]);
  });

  test('is the same with weight 0 as without the term', () => {
    const without = make({ terms: [hard] }).step;
    const zero = make({ terms: [hard, { ...kd, weight: constant(0) }] }).step;
    const a = values(without.run(inputsOf(without)));
    const b = values(zero.run(inputsOf(zero)));
    expect(b.tensors).toEqual(a.tensors);
  });

  test('averages the gradients of micro-batches to that of the whole batch', () => {
    const whole = make({ terms: [hard, kd, hint] }).step;
    const halves = make({ terms: [hard, kd, hint], accumulate: 2 }).step;
    const a = values(whole.run(inputsOf(whole)));
    const b = values(halves.run(inputsOf(halves)));
    a.metrics.forEach((value, index) => expect(b.metrics[index]).toBeCloseTo(value, 5));
    for (const [name, expected] of Object.entries(a.tensors)) {
      expected.forEach((value, index) => expect(b.tensors[name]?.[index]).toBeCloseTo(value, 4));
    }
  });

  test('reports raw and weighted values whose weighted sum is the loss', () => {
    const { step } = make({ terms: [hard, kd, hint] });
    const metrics = new Map(
      step.metrics.map((name, index) => [name, values(step.run(inputsOf(step))).metrics[index] ?? NaN]),
    );
    const weighted = ['hard', 'kd', 'shape'].map((id) => metrics.get(`${id}.weighted`) ?? NaN);
    expect(metrics.get('kd.weighted')).toBeCloseTo(0.9 * (metrics.get('kd.raw') ?? NaN), 5);
    expect(metrics.get('loss')).toBeCloseTo(
      weighted.reduce((a, b) => a + b, 0),
      5,
    );
  });
});
