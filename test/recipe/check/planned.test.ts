import { expect, test } from 'vitest';
import { builtIn } from '../../../server/recipe/catalogue.ts';
import {
  plannedLosses,
  plannedNetworks,
  plannedProjections,
  plannedSources,
} from '../../../server/recipe/planned.ts';
import { changed, found } from '../recipes.ts';

test.each([
  [
    'a loss',
    ['{ loss: kd, weight: 0.9, temperature: 4 }', '{ loss: dkd, alpha: 1, beta: 8 }'],
    'not-in-this-version: dkd',
  ],
  ['a network', ['kind: lenet5 }', 'kind: vgg, depth: 13 }'], 'not-in-this-version: vgg'],
  ['a source', ['source: idx', 'source: cifar'], 'not-in-this-version: cifar'],
  ['a backend', ['seeds: [1]', 'backend: webgpu'], 'not-in-this-version: webgpu'],
  ['a metric', ['metrics: [accuracy]', 'metrics: [accuracy, f1]'], 'not-in-this-version: f1'],
  ['a projection', ['project: linear', 'project: { kind: regressor }'], 'not-in-this-version: regressor'],
  [
    'a key of a model',
    ['hidden: [32] }', 'hidden: [32] }, quantize: { weights: 8, from: 30 % }'],
    'not-in-this-version: quantize',
  ],
  ['a key of a term', ['temperature: 4', 'temperature: 4, combine: mt-bert'], 'not-in-this-version: combine'],
  [
    'several teachers of a term',
    ['temperature: 4', 'temperature: 4, teachers: [big, small]'],
    'not-in-this-version: teachers',
  ],
  [
    'data that a model makes',
    ['data: labelled\n', 'data: { generate: big, noise: 100 }\n'],
    'not-in-this-version: generate',
  ],
  ['several models at once', ['train: small', 'train: [small, big]'], 'not-in-this-version: big'],
  [
    'a sweep',
    ['seeds: [1]', 'sweep: { over: { distil/kd.weight: [0.5, 0.9] }, budget: 8 runs }'],
    'not-in-this-version: sweep',
  ],
] as const)('%s that is not built yet is understood and said at its place', async (_, change, expected) => {
  expect(await found(changed(change))).toContain(expected);
});

test('what is built is not planned any more', () => {
  const built = [
    ...builtIn.losses.map(({ name }) => [name, plannedLosses] as const),
    ...builtIn.networks.map(({ kind }) => [kind, plannedNetworks] as const),
    ...builtIn.sources.map(({ source }) => [source, plannedSources] as const),
    ...builtIn.projections.map(({ kind }) => [kind, plannedProjections] as const),
  ];
  expect(built.filter(([name, planned]) => Object.hasOwn(planned, name)).map(([name]) => name)).toEqual([]);
});
