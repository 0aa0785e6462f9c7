import { describe, expect, test } from 'vitest';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { readModels } from '../../server/runs/models.ts';
import { readEvaluation, readEvents, readRows } from '../../server/runs/records.ts';
import { readPlan } from '../../server/runs/state.ts';
import { follow, start } from './follow.ts';
import { mnist, queue } from './queue.ts';

/** Trains a recipe to its end with the real worker. */
async function trained(recipe: string): Promise<RunDirectory> {
  const run = await queue(recipe);
  expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
  return run;
}

const data = `
data:
  labelled: { source: idx, path: ${mnist}/train, take: 200 }
  transfer: { source: idx, path: ${mnist}/train, take: 300, labels: none }
  shifted: { source: idx, path: ${mnist}/train, take: 200, augment: [{ kind: pad-crop, pad: 1 }] }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 200 }
  test: { source: idx, path: ${mnist}/t10k, take: 200 }
models:
  big: { network: { kind: mlp, hidden: [24] } }
  small: { network: { kind: mlp, hidden: [12, 8] } }
evaluate: { data: [val, test], select: { metric: accuracy, data: val }, every: 5 steps }
`;

const teach = `
  - name: teach
    train: big
    data: labelled
    length: 20 steps
    batch: 20
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]`;

const recipe = (stages: string, more = ''): string =>
  `version: 1\nname: Training\n${data}${more}\nstages:${teach}${stages}\n`;

const distil = (given: {
  losses: string;
  data?: string;
  more?: string;
  train?: string;
  length?: string;
  rate?: number;
}): string => `
  - name: distil
    train: ${given.train ?? 'small'}
    teachers: big
    data: ${given.data ?? 'labelled'}
    length: ${given.length ?? '20 steps'}
    batch: 20
    optimizer: { kind: adam, rate: ${given.rate ?? 0.01} }
    ${given.more ?? ''}
    losses: ${given.losses}`;

const both = '[{ loss: hard, weight: 1 }, { loss: kd, weight: 0.9 }]';

/** The first layer learns from the teacher's, the rest of the network is frozen. */
const hints = distil({
  losses: '[{ loss: hint, pairs: [[hidden.1, hidden.1]], project: linear }]',
  train: 'small/hidden.1/**',
});

/** Weights that a training of the only seed ended with, as plain numbers. */
async function weights(run: RunDirectory, name: string): Promise<Record<string, readonly number[]>> {
  const [model] = await readModels(run, name);
  return Object.fromEntries(
    Object.entries(model?.tensors ?? {}).map(([tensor, { data }]) => [tensor, [...data]]),
  );
}

/** The student's weights as the seed draws them. */
const drawn = async () => weights(await trained(recipe(distil({ losses: both, rate: 0 }))), 'small');

/** The train table without what names its place. */
const losses = async (run: RunDirectory, stage: number) =>
  (await readRows(run, 'train')).filter((row) => row.stage === stage);

describe('a baseline', () => {
  test('is its student, bit for bit, where the teacher has no weight', async () => {
    const run = await trained(
      recipe(distil({ losses: '[{ loss: hard, weight: 1 }, { loss: kd, weight: 0 }]' })),
    );
    const student = await weights(run, 'small');
    expect(Object.keys(student)).toHaveLength(6);
    expect(await weights(run, 'small@baseline')).toEqual(student);
  });

  test('is another network where it has', async () => {
    const run = await trained(recipe(distil({ losses: both })));
    expect(await weights(run, 'small@baseline')).not.toEqual(await weights(run, 'small'));
  });

  test('goes through later stages on its own', async () => {
    const finetune = `
  - name: finetune
    train: small
    data: labelled
    length: 10 steps
    batch: 20
    optimizer: { kind: adam, rate: 0.001 }
    losses: [{ loss: hard }]`;
    const run = await trained(recipe(distil({ losses: both }) + finetune));
    const jobs = (await readEvents(run)).flatMap((event) =>
      event.type === 'job-started' ? [`${event.stage} ${event.variant}`] : [],
    );
    expect(jobs).toEqual([
      'teach student',
      'distil student',
      'distil baseline',
      'finetune student',
      'finetune baseline',
    ]);
    expect(await weights(run, 'small@baseline')).not.toEqual(await weights(run, 'small'));
  });

  test('gains nothing from a stage that only the teacher speaks in', async () => {
    const run = await trained(
      recipe(hints + distil({ losses: both, rate: 0 }).replace('name: distil', 'name: after')),
    );
    expect(await weights(run, 'small@baseline')).toEqual(await drawn());
    expect(await weights(run, 'small')).not.toEqual(await drawn());
  });
});

describe('a model that starts from another', () => {
  test('has what the other was trained to', async () => {
    const copy = distil({ losses: '[{ loss: hard }]', rate: 0 })
      .replace('train: small', 'train: copy')
      .replace('    teachers: big\n', '');
    const model = '  copy: { network: { kind: mlp, hidden: [24] }, init: { from: big } }\n';
    const run = await trained(recipe(copy).replace('  small:', `${model}  small:`));
    expect(await weights(run, 'copy')).toEqual(await weights(run, 'big'));
  });
});

describe('training a part', () => {
  test('leaves the rest of the network as it was', async () => {
    const [part, start] = [await weights(await trained(recipe(hints)), 'small'), await drawn()];
    expect(part['hidden.1/kernel']).not.toEqual(start['hidden.1/kernel']);
    expect(part['hidden.2/kernel']).toEqual(start['hidden.2/kernel']);
    expect(part['logits/kernel']).toEqual(start['logits/kernel']);
  });
});

describe('a teacher', () => {
  test('is asked once for data that repeat, and with every batch for data that do not', async () => {
    const plain = await readPlan(await queue(recipe(distil({ losses: both }))));
    const augmented = await readPlan(await queue(recipe(distil({ losses: both, data: 'shifted' }))));
    expect(plain.stages[1]?.targets).toBe('stored');
    expect(augmented.stages[1]?.targets).toBe('each-step');
  });

  test('does not change while it teaches', async () => {
    const run = await trained(recipe(distil({ losses: both })));
    const alone = await trained(recipe(''));
    expect(await weights(run, 'big')).toEqual(await weights(alone, 'big'));
  });
});

describe('evaluation', () => {
  test('selects the best step on the validation split and scores it on the test split', async () => {
    const run = await trained(recipe(distil({ losses: both })));
    const rows = await readEvaluation(run, await readPlan(run));
    const student = rows.filter(({ stage, variant }) => stage === 'distil' && variant === 'student');
    const during = student.filter(({ moment }) => moment === 'during');
    expect(during.map(({ jobStep }) => jobStep)).toEqual([5, 10, 15, 20]);
    const best = Math.max(...during.map(({ accuracy }) => accuracy));
    const selected = student.find(({ moment }) => moment === 'selected');
    expect(selected?.jobStep).toBe(during.find(({ accuracy }) => accuracy === best)?.jobStep);
    expect(selected?.data).toBe('test');
  });

  test('ends a stage that no longer improves', async () => {
    const still = distil({ losses: both, more: 'earlyStop: { patience: 2 }', length: '100 steps', rate: 0 });
    const run = await trained(recipe(still));
    const stopped = (await readEvents(run)).filter(({ type }) => type === 'stopped-early');
    expect(stopped).toHaveLength(2);
    // The first evaluation is the best; two more don't beat it.
    expect((await losses(run, 1)).filter(({ variant }) => variant === 0)).toHaveLength(15);
  });
});

describe('diagnostics', () => {
  test('change nothing in the training', async () => {
    const often = await trained(recipe(distil({ losses: both }), 'diagnostics: { every: 1 steps }'));
    const rarely = await trained(recipe(distil({ losses: both }), 'diagnostics: { every: 1000 steps }'));
    expect(await readRows(often, 'train')).toEqual(await readRows(rarely, 'train'));
    expect((await readRows(often, 'diagnostics')).length).toBeGreaterThan(
      (await readRows(rarely, 'diagnostics')).length,
    );
  });

  test('share out the gradient among the terms', async () => {
    const run = await trained(recipe(distil({ losses: both }), 'diagnostics: { every: 5 steps }'));
    const rows = (await readRows(run, 'diagnostics')).filter(
      ({ stage, variant }) => stage === 1 && variant === 0,
    );
    expect(rows.map(({ jobStep }) => jobStep)).toEqual([1, 5, 10, 15, 20]);
    for (const row of rows)
      expect((row['distil/hard.gradientShare'] ?? 0) + (row['distil/kd.gradientShare'] ?? 0)).toBeCloseTo(
        1,
        6,
      );
  });

  test('see the student come nearer to the teacher', async () => {
    const run = await trained(
      recipe(
        distil({ losses: '[{ loss: kd }]', data: 'transfer', length: '60 steps' }),
        'diagnostics: { every: 60 steps }',
      ),
    );
    const rows = (await readRows(run, 'diagnostics')).filter(
      ({ stage, variant }) => stage === 1 && variant === 0,
    );
    const cka = rows.map((row) => row['distil/kd/0.cka'] ?? NaN);
    expect(cka.at(-1)).toBeGreaterThan(cka[0] ?? NaN);
  });
});

describe('memory', () => {
  test('holds the same number of tensors at every step of a stage', async () => {
    const run = await trained(
      recipe(
        distil({
          losses: '[{ loss: hard }, { loss: hint, pairs: [[hidden.2, hidden.1]], project: linear }]',
        }),
        'diagnostics: { every: 3 steps }',
      ),
    );
    const [train, measured] = [await readRows(run, 'train'), await readRows(run, 'measured')];
    const counts = new Map<string, Set<number>>();
    train.forEach((row, index) => {
      const job = `${row.stage ?? NaN} ${row.variant ?? NaN}`;
      counts.set(job, (counts.get(job) ?? new Set()).add(measured[index]?.tensors ?? NaN));
    });
    expect([...counts.values()].map(({ size }) => size)).toEqual([1, 1, 1]);
  });
});
