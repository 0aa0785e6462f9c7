import type { ModelPlan, PairPlan, Plan, StagePlan, TermPlan } from '../../server/distill/plan.ts';

const constant = (value: number) => ({ kind: 'constant', value }) as const;

const pair: PairPlan = {
  id: 'distil/shape/0',
  student: 'hidden.1',
  studentShape: [32],
  teacher: 'features.2',
  teacherShape: [84],
  projection: { kind: 'linear', parameters: {} },
  weight: 1,
};

const logits: PairPlan = {
  id: 'distil/kd/0',
  student: 'logits',
  studentShape: [10],
  teacher: 'logits',
  teacherShape: [10],
  projection: { kind: 'none', parameters: {} },
  weight: 1,
};

const term = (id: string, loss: string, weight: number, pairs: readonly PairPlan[]): TermPlan => ({
  id,
  loss,
  weight: constant(weight),
  reduction: 'mean',
  parameters: {},
  scalars: {},
  data: null,
  teacher: pairs.length === 0 ? null : 'big',
  pairs,
});

const update = (train: string, terms: readonly TermPlan[]) => ({
  train,
  variables: ['w'],
  optimizer: { kind: 'adam', parameters: {}, scalars: { rate: constant(0.001) }, clip: null, accumulate: 1 },
  terms,
  steps: 1,
});

const model = (kind: string, parameters: number, flops: number): ModelPlan => ({
  kind,
  config: {},
  jsonFiles: {},
  inputs: { image: 'image' },
  fields: { image: { shape: [28, 28, 1], dtype: 'float32' } },
  classes: 10,
  taps: { logits: [10] },
  parameters,
  bytes: parameters * 4,
  flops,
  checkpoint: null,
  weights: null,
  init: null,
});

const stage: StagePlan = {
  name: 'teach',
  hash: 'teach',
  seeds: 'first',
  skip: null,
  batch: 64,
  parts: [{ data: 'train', samples: 64 }],
  steps: 200,
  stepsPerEpoch: 20,
  updates: [update('big', [term('hard', 'hard', 1, [])])],
  teachers: [],
  targets: 'stored',
  baseline: null,
  evaluateEvery: 20,
  earlyStop: null,
};

const data = (take: number) => ({
  source: 'idx',
  config: { path: '/data/mnist' },
  files: [],
  key: 'mnist',
  skip: 0,
  take,
  labelled: true,
  classes: 10,
  fields: { image: { shape: [28, 28, 1], dtype: 'float32' } as const },
  augment: [],
  normalize: null,
});

/** A teacher that is trained once, then a student distilled with three losses and its baseline. */
export const examplePlan: Plan = {
  version: 1,
  name: 'MNIST from 600 labels',
  recipe: { path: '/recipes/mnist.distill.yaml', sha256: '00' },
  backend: { name: 'cpu', threads: 1 },
  seeds: [1, 2, 3],
  data: { train: data(600), val: data(10_000), test: data(10_000) },
  models: { big: model('lenet5', 61_706, 833_000), small: model('mlp', 25_450, 50_800) },
  stages: [
    stage,
    {
      ...stage,
      name: 'distil',
      hash: 'distil',
      seeds: 'each',
      steps: 1000,
      stepsPerEpoch: 100,
      updates: [
        update('small', [
          term('hard', 'hard', 0.1, []),
          term('kd', 'kd', 0.9, [logits]),
          term('shape', 'hint', 0.5, [pair]),
        ]),
      ],
      teachers: ['big'],
      baseline: { updates: [update('small', [term('hard', 'hard', 1, [])])] },
      evaluateEvery: 100,
    },
  ],
  evaluate: {
    metrics: ['accuracy'],
    select: { metric: 'accuracy', data: 'val' },
    during: ['val'],
    final: ['val', 'test'],
    batch: 256,
  },
  diagnostics: {
    everySteps: 50,
    gradients: true,
    probe: { data: 'val', samples: 512 },
    matrix: [
      {
        stage: 'distil',
        student: ['hidden.1', 'logits'],
        teacher: ['features.1', 'features.2', 'logits'],
        teacherModel: 'big',
      },
    ],
  },
  checkpoints: { everySteps: 100, keepLast: 2, keepBest: 1 },
};
