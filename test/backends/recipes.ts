import { demanding, mnist } from '../e2e/queue.ts';

// No bias stands before a batch-norm: its gradient is nothing but rounding, which Adam makes whole steps of, each
// backend its own; batch statistics hide them from training, and moving ones show them in evaluation.

const data = `
data:
  labelled: { source: idx, path: ${mnist}/train, take: 200 }
  shifted: { source: idx, path: ${mnist}/train, take: 200, augment: [{ kind: pad-crop, pad: 1 }] }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 100 }
  test: { source: idx, path: ${mnist}/t10k, take: 70 }
evaluate: { data: [val, test], select: { metric: accuracy, data: val }, every: 20 steps }
diagnostics: { every: 10 steps }
`;

/** Perceptrons; the teacher's answers are stored. */
const perceptrons = `version: 1
name: Perceptrons
${data}
models:
  big: { network: { kind: mlp, hidden: [24] } }
  small: { network: { kind: mlp, hidden: [12, 8] } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 40 steps
    batch: 20
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: labelled
    length: 60 steps
    batch: 20
    optimizer: { kind: adamw, rate: 0.01 }
    clip: 1
    accumulate: 2
    losses: [{ loss: hard, weight: 0.1 }, { loss: kd, weight: 0.9, temperature: 4 }]
`;

const images = (filters: number): string =>
  `{ layer: conv, filters: ${filters}, size: 3, strides: 2, bias: false }, { layer: batch-norm }, { layer: activation, function: relu, name: block.1 }, { layer: conv, filters: ${2 * filters}, size: 3, strides: 2 }, { layer: activation, function: relu, name: block.2 }`;

/** Convolutions, a teacher asked with every batch, attention transfer and hints through a projection. */
const convolutions = `version: 1
name: Convolutions
${data}
models:
  big: { network: { kind: sequence, layers: [${images(4)}, { layer: global-average-pool }, { layer: dense, units: 10 }] } }
  small: { network: { kind: sequence, layers: [${images(2)}, { layer: max-pool }, { layer: flatten }, { layer: dense, units: 10 }] } }
stages:
  - name: teach
    train: big
    data: shifted
    length: 20 steps
    batch: 16
    optimizer: { kind: sgd, rate: 0.05, momentum: 0.9, nesterov: true, decay: 0.0005 }
    losses: [{ loss: hard, labelSmoothing: 0.1 }]
  - name: distil
    train: small
    teachers: big
    data: shifted
    length: 40 steps
    batch: 16
    optimizer: { kind: adam, rate: 0.005 }
    losses:
      - { loss: hard }
      - { loss: kd, weight: 0.9, temperature: 2 }
      - { loss: at, weight: 100, pairs: [[block.1, block.1]] }
      - { loss: hint, weight: 0.5, pairs: [[block.2, block.2]], project: conv }
`;

/** Two seeds, two stages, hints, dropout, batch-norm, a mix and a schedule; on fewer images, for plain JavaScript. */
const everything = demanding
  .replaceAll(/take: [346]00/g, 'take: 80')
  .replaceAll(/length: \d+ steps/g, 'length: 24 steps')
  .replace('name: first }', 'name: first, bias: false }')
  .replace('every: 10 steps', 'every: 12 steps');

/** Whole runs, by what they are about. */
export const recipes: Readonly<Record<string, string>> = { perceptrons, convolutions, everything };
