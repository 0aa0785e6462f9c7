import type { StagePlan, TermPlan } from '../../../server/distill/plan.ts';
import { bert, cifarClasses, digits, lenet5, mlp, resnet, textClasses, type Model } from './models.ts';
import type { WorkloadDescription } from './protocol.ts';
import { hard, hint, kd } from './terms.ts';

/** A training step that every engine can take. */
export interface Workload {
  readonly name: string;
  readonly summary: string;
  readonly student: Model;
  readonly teacher: Model | null;
  readonly terms: readonly TermPlan[];
  readonly optimizer: WorkloadDescription['optimizer'];
  readonly parts: StagePlan['parts'];
  /** Labels are below it. */
  readonly classes: number;
}

type Build = () => Omit<Workload, 'name'>;

const builders: Readonly<Record<string, Build>> = {
  bert: () => ({
    ...text(),
    summary: 'BERT 4 × 256, batch 16, length 64, Adam',
    teacher: null,
    terms: labels(textClasses),
  }),
  'bert-kd': () => ({
    ...text(),
    summary: 'BERT 4 × 256 from BERT 8 × 512 (T = 4), batch 16, length 64, Adam',
    teacher: bert({ blocks: 8, width: 512, heads: 8 }),
    terms: distilled(textClasses),
  }),
  resnet8x4: () => ({
    ...images(),
    summary: 'resnet8x4, batch 64, SGD',
    student: resnet({ depth: 8, width: 4 }),
    teacher: null,
    terms: labels(cifarClasses),
  }),
  'resnet8x4-kd': () => ({
    ...images(),
    summary: 'resnet8x4 from resnet32x4 (T = 4), batch 64, SGD',
    student: resnet({ depth: 8, width: 4 }),
    teacher: resnet({ depth: 32, width: 4 }),
    terms: distilled(cifarClasses),
  }),
  resnet20: () => ({
    ...images(),
    summary: 'CIFAR ResNet-20 (16/32/64), batch 64, SGD',
    student: resnet({ depth: 20, width: 1 }),
    teacher: null,
    terms: labels(cifarClasses),
  }),
  mnist: () => ({
    summary: 'the MNIST example: MLP from LeNet-5, batch 64, Adam',
    student: mlp(),
    teacher: lenet5(),
    terms: [
      hard({ id: 'hard', weight: 0.1, data: ['labelled'] }, digits),
      kd({ id: 'kd', weight: 0.9, data: ['transfer'] }, digits),
      hint(
        { id: 'shape', weight: 0.5, data: ['transfer'] },
        { student: 'hidden.1', studentShape: [32], teacher: 'features.2', teacherShape: [4, 4, 16] },
      ),
    ],
    optimizer: { kind: 'adam', rate: 0.004 },
    parts: [
      { data: 'labelled', samples: 16 },
      { data: 'transfer', samples: 48 },
    ],
    classes: digits,
  }),
};

/** Names of all workloads. */
export const workloadNames = Object.keys(builders);

/** Builds a workload. Throws when there is none of that name. */
export function workload(name: string): Workload {
  const build = builders[name];
  if (build === undefined)
    throw new Error(`There is no workload ${name}; there are ${workloadNames.join(', ')}.`);
  return { name, ...build() };
}

const text = () => ({
  student: bert({ blocks: 4, width: 256, heads: 4 }),
  optimizer: { kind: 'adam', rate: 0.0005 } as const,
  parts: [{ data: 'train', samples: 16 }],
  classes: textClasses,
});

const images = () => ({
  // A fifth of the usual rate: at 0.05 the fifth loss of equal engines already differs by 1e-4.
  optimizer: { kind: 'sgd', rate: 0.01, momentum: 0.9 } as const,
  parts: [{ data: 'train', samples: 64 }],
  classes: cifarClasses,
});

const labels = (classes: number): readonly TermPlan[] => [
  hard({ id: 'hard', weight: 1, data: null }, classes),
];

const distilled = (classes: number): readonly TermPlan[] => [
  ...labels(classes),
  kd({ id: 'kd', weight: 1, data: null }, classes),
];
