import { findNetwork } from '../../../server/distill/networks/index.ts';
import type { InputSpec } from '../../../server/distill/networks/network.ts';
import type { TermPlan } from '../../../server/distill/plan.ts';
import { uniforms } from '../../../server/distill/random.ts';
import type { HostTensor, HostTensors, Shape } from '../../../server/distill/tensors.ts';
import { startingTensors } from '../../bench/peers/definition.ts';
import type { Model } from '../../bench/peers/models.ts';
import { hard, hint, kd } from '../../bench/peers/terms.ts';
import type { Workload } from '../../bench/peers/workloads.ts';

/** Some steps of distillation from given numbers. */
export interface Subject {
  readonly workload: Workload & { readonly teacher: Model };
  readonly start: ReturnType<typeof startingTensors>;
  readonly steps: number;
  /** Attention heads of both networks. */
  readonly heads: number;
}

type Optimizer = Workload['optimizer'];

const classes = 10;
const sgd: Optimizer = { kind: 'sgd', rate: 0.01, momentum: 0.9 };
const image = (...shape: Shape): readonly InputSpec[] => [{ name: 'image', shape, dtype: 'float32' }];
const whole = (id: string, weight: number) => ({ id, weight, data: null });

/** It needs no description for the peers: those of ../networks/pytorch are written out. */
const model = (kind: string, config: object, inputs: readonly InputSpec[]): Model => ({
  network: findNetwork(kind).build(config, {
    fields: Object.fromEntries(inputs.map(({ name, shape, dtype }) => [name, { shape, dtype }])),
    classes,
    files: {},
  }),
  description: { kind: 'layers', input: '', nodes: [] },
});

/** MLPs with GELU: labels for 8 samples, soft targets for all 32, a projected hint for the other 24. */
export function perceptron(optimizer: Optimizer = sgd): Subject {
  const of = (...hidden: number[]) => model('mlp', { hidden, activation: 'gelu' }, image(8, 8, 1));
  const workload = {
    name: 'mlp',
    summary: 'MLP 48-32 from MLP 96-64, GELU, batch 32',
    student: of(48, 32),
    teacher: of(96, 64),
    terms: [
      hard({ id: 'hard', weight: 0.3, data: ['labelled'] }, classes),
      kd(whole('kd', 0.7), classes),
      hint(
        { id: 'hint', weight: 0.5, data: ['transfer'] },
        { student: 'hidden.2', studentShape: [32], teacher: 'hidden.2', teacherShape: [64] },
      ),
    ],
    optimizer,
    parts: [
      { data: 'labelled', samples: 8 },
      { data: 'transfer', samples: 24 },
    ],
    classes,
  };
  return { workload, start: startOf(workload, ofOneAxis), steps: 10, heads: 1 };
}

const length = 16;
const vocabulary = 100;

/** Encoders on sequences of 5 to 16 tokens: labels, soft targets, projected hidden states, attention probabilities. */
export function encoder(): Subject {
  const inputs = ['tokens', 'mask'].map((name) => ({ name, shape: [length], dtype: 'int32' as const }));
  const heads = 4;
  const size = { heads, vocabulary, positions: length, dropout: 0, attentionDropout: 0 };
  const probs = [heads, length, length];
  const workload = {
    name: 'bert',
    summary: 'BERT 2 × 64 from BERT 3 × 96, batch 8, length 16',
    student: model('bert', { ...size, blocks: 2, width: 64, feedForward: 128 }, inputs),
    teacher: model('bert', { ...size, blocks: 3, width: 96, feedForward: 192 }, inputs),
    terms: [
      hard(whole('hard', 0.3), classes),
      kd(whole('kd', 0.7), classes),
      hint(whole('hidden', 1), {
        ...{ student: 'hidden.1', studentShape: [length, 64] },
        ...{ teacher: 'hidden.2', teacherShape: [length, 96] },
      }),
      withoutProjection(
        hint(whole('attention', 100), {
          ...{ student: 'attention.probs.2', studentShape: probs },
          ...{ teacher: 'attention.probs.3', teacherShape: probs },
        }),
      ),
    ],
    optimizer: sgd,
    parts: [{ data: 'train', samples: 8 }],
    classes,
  };
  const { batches, ...weights } = startOf(workload, () => true);
  return { workload, start: { ...weights, batches: masked(batches) }, steps: 1, heads };
}

const withoutProjection = (term: TermPlan): TermPlan => ({
  ...term,
  pairs: term.pairs.map((pair) => ({ ...pair, projection: { kind: 'none', parameters: {} } })),
});

/** Tokens below the vocabulary, at padded positions too, and masks of many lengths. */
function masked({ tokens, ...fields }: HostTensors): HostTensors {
  if (tokens === undefined) throw new Error('There are no tokens.');
  const lengthOf = (row: number): number => 5 + ((7 * row) % 12);
  const real = tokens.data.map((_, i) => Number(i % length < lengthOf(Math.floor(i / length))));
  return {
    ...fields,
    tokens: { shape: tokens.shape, data: tokens.data.map((token) => token % vocabulary) },
    mask: { shape: tokens.shape, data: real },
  };
}

/** resnet8x4 from another one, on images of 32 × 32: labels and soft targets. A larger teacher only takes longer. */
export function residual({ samples, steps }: Readonly<Record<'samples' | 'steps', number>>): Subject {
  const resnet8x4 = model('resnet', { depth: 8, width: 4 }, image(32, 32, 3));
  const workload = {
    name: 'resnet8x4',
    summary: `resnet8x4 from resnet8x4, batch ${samples}`,
    student: resnet8x4,
    teacher: resnet8x4,
    terms: [hard(whole('hard', 1), classes), kd(whole('kd', 1), classes)],
    optimizer: sgd,
    parts: [{ data: 'train', samples }],
    classes,
  };
  return { workload, start: startOf(workload, ofOneAxis), steps, heads: 1 };
}

const ofOneAxis = ({ shape }: HostTensor): boolean => shape.length === 1;

/** Start values; those that `moves` names are moved by up to 0.2, so that no bias is 0, no scale 1, no attention even. */
function startOf(workload: Workload, moves: (value: HostTensor) => boolean): Subject['start'] {
  const { student, teacher, batches } = startingTensors(workload);
  const moved = (values: HostTensors, seed: number): HostTensors =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        if (!moves(value)) return [name, value];
        const shift = uniforms({ seed, stage: 0, step: 0, site: name }, value.data.length);
        const data = Float32Array.from(value.data, (x, i) => x + 0.4 * (shift[i] ?? 0) - 0.2);
        return [name, { shape: value.shape, data }];
      }),
    );
  return { student: moved(student, 2), teacher: moved(teacher, 3), batches };
}
