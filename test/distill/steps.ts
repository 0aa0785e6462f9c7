import { cast, floor, mod, mul, scalar, tensor, tidy, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { makeDraws } from '../../server/distill/draws.ts';
import { upload } from '../../server/distill/models.ts';
import { findNetwork } from '../../server/distill/networks/index.ts';
import { initialise } from '../../server/distill/networks/initialise.ts';
import type { InputSpec, Network } from '../../server/distill/networks/network.ts';
import type { TermPlan, UpdatePlan } from '../../server/distill/plan.ts';
import { normals } from '../../server/distill/random.ts';
import { defineStep, type Step, type StepInputs } from '../../server/distill/step.ts';
import { sizeOf, type DType, type Shape } from '../../server/distill/tensors.ts';

const constant = (value: number) => ({ kind: 'constant', value }) as const;
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

/** Cross-entropy with the labels of the first part. */
export const hard = term({
  id: 'hard',
  loss: 'hard',
  data: ['labelled'],
  scalars: { smoothing: constant(0) },
});
/** Divergence from the teacher's logits at temperature 4. */
export const kd = term({
  id: 'kd',
  loss: 'kd',
  teacher: 'big',
  weight: constant(0.9),
  parameters: { form: 'kl', t2: true, direction: 'forward', mask: 'exclude' },
  scalars: { temperature: constant(4) },
});
/** A hidden layer of so many units against a feature map of the teacher, through a projection. */
export const hint = (units = 6): TermPlan =>
  term({
    id: 'shape',
    loss: 'hint',
    teacher: 'big',
    reduction: 'mean',
    pairs: [
      {
        id: 'stage/shape/0',
        student: 'hidden.1',
        studentShape: [units],
        teacher: 'features.2',
        teacherShape: [2, 2, 2],
        projection: { kind: 'linear', parameters: {} },
        weight: 1,
      },
    ],
  });

export interface Given {
  readonly terms: readonly TermPlan[];
  readonly network?: {
    readonly kind: string;
    readonly config: object;
    readonly fields?: Readonly<Record<string, { readonly shape: Shape; readonly dtype: DType }>>;
  };
  readonly accumulate?: number;
  readonly clip?: number | null;
}

export interface Made {
  readonly step: Step;
  /** New tensors: the inputs of the `at`-th step (default 0), always with the same variables. */
  readonly start: (at?: number) => StepInputs;
}

/** Square images with one channel. */
export const images = (size: number) => ({ image: { shape: [size, size, 1], dtype: 'float32' } }) as const;

const perceptron = { kind: 'mlp', config: { hidden: [6] } };

/** A step with Adam on 4 labelled and 8 other samples: images of 4 × 4, unless said otherwise. */
export function make({ terms, network: wanted = perceptron, accumulate = 1, clip = null }: Given): Made {
  const { kind, config, fields = images(4) } = wanted;
  const network = findNetwork(kind).build(config, { fields, classes: 3, files: {} });
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
      clip,
      accumulate,
    },
    terms,
    steps: 1,
  };
  const inputs = Object.fromEntries(network.inputs.map(({ name }) => [name, name]));
  const step = defineStep({ network, inputs, update, parts });
  return { step, start: (at = 0) => inputsOf(network, step, at) };
}

const random = (site: string, shape: Shape): Tensor =>
  tensor(normals({ seed: 3, stage: 0, step: 0, site }, sizeOf(shape)), [...shape]);

/** Numbers around 0, or the first few whole ones. */
const samples = ({ name, shape, dtype }: InputSpec): Tensor =>
  dtype === 'int32'
    ? tidy(() => cast(floor(mod(mul(random(name, [12, ...shape]), 10), 5)), 'int32'))
    : random(name, [12, ...shape]);

function inputsOf(network: Network, step: Step, at: number): StepInputs {
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
    state: upload(initialise(network.state, { seed: 1, model: 'small' })),
    batch: {
      ...Object.fromEntries(network.inputs.map((input) => [input.name, samples(input)])),
      label: tensor([0, 1, 2, 0, -1, -1, -1, -1, -1, -1, -1, -1], [12], 'int32'),
    },
    targets: { 'big/logits': random('teacher', [12, 3]), 'big/features.2': random('feature', [12, 2, 2, 2]) },
    scalars,
    draws: makeDraws(step.draws, { seed: 1, stage: 0, step: at }),
  };
}
