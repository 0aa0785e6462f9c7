import { describe, expect, test } from 'vitest';
import { changed, found, problemsOf } from '../recipes.ts';

const kd = (more: string) => changed(['temperature: 4', more]);
const sgd = (more: string) => changed(['kind: adam, rate: 0.001', `kind: sgd, rate: 0.1, ${more}`]);
const nested = (...changes: readonly (readonly [string, string])[]) =>
  changed(['kind: lenet5', 'kind: mlp, hidden: [64, 32]'], ...changes);

describe('a key without effect', () => {
  test.each([
    [
      'a temperature beside both',
      kd('temperature: 4, studentTemperature: 2, teacherTemperature: 3'),
      'temperature',
    ],
    ['a temperature that T² takes away again', kd('temperature: 4, form: mse-logits'), 'temperature'],
    ['T² of 1', kd('temperature: 1, t2: true'), 't2'],
    [
      'a direction of a distance',
      kd('temperature: 4, form: mse-probabilities, direction: reverse'),
      'direction',
    ],
    [
      'the reduction of a loss of one element',
      changed(['weight: 0.1', 'weight: 0.1, reduction: mean']),
      'reduction',
    ],
    ['Nesterov without momentum', sgd('nesterov: true'), 'nesterov'],
    ['a kind of no decay', sgd('decayKind: decoupled'), 'decayKind'],
    ['taking all that there is', changed(['skip: 50000', 'skip: 50000, take: 10000']), 'take'],
    [
      'changing samples that nobody trains on',
      changed(['skip: 50000', 'skip: 50000, augment: [{ kind: flip }]']),
      'augment',
    ],
    [
      'a projection beside one for each pair',
      changed(['[[hidden.1, features.2]]', '[{ student: hidden.1, teacher: features.2, project: linear }]']),
      'project',
    ],
  ])('%s', async (_, text, key) => {
    expect(await found(text)).toEqual([`idle-key: ${key}`]);
    const [problem] = await problemsOf(text);
    expect(problem?.severity).toBe('hint');
    expect(problem?.fixes).toHaveLength(1);
  });

  test.each([
    ['one temperature beside the common one', kd('temperature: 1, teacherTemperature: 3')],
    ['a temperature of 1, which says that there is none', kd('temperature: 1, form: mse-logits')],
    ['a temperature without T²', kd('temperature: 4, form: mse-logits, t2: false')],
    ['Nesterov with a momentum that begins at 0', sgd('nesterov: true, momentum: { from: 0, to: 0.9 }')],
    ['taking some', changed(['skip: 50000', 'skip: 50000, take: 9999'])],
  ])('is not %s', async (_, text) => expect(await found(text)).toEqual([]));
});

describe('a projection between taps of one shape', () => {
  const pair = (own: string) => nested(['[[hidden.1, features.2]]', `[[hidden.1, ${own}]]`]);

  test('is said to be needless', async () => {
    expect(await found(pair('hidden.2'))).toEqual(['needless-projection: project']);
  });

  test('is needed between others', async () => expect(await found(pair('hidden.1'))).toEqual([]));
});

describe('a temperature of sampling', () => {
  const sampled = (term: string) =>
    changed(
      ['data: { labelled: 1, transfer: 3 }', 'data: { sample: small, temperature: 0.9 }'],
      ['weight: 0.9, temperature: 4', term],
    );
  const about = async (text: string) =>
    (await found(text)).filter((line) => line.startsWith('sampling-temperature'));

  test('is no temperature of a loss', async () => {
    expect(await about(sampled('weight: 0.9'))).toEqual(['sampling-temperature: temperature']);
  });

  test('stands well beside one', async () => {
    expect(await about(sampled('weight: 0.9, temperature: 2'))).toEqual([]);
  });
});

describe('a key in the wrong place', () => {
  const messageOf = async (text: string) =>
    (await problemsOf(text)).find(({ code }) => code === 'unknown-key')?.message;

  test('is told which losses have it', async () => {
    expect(await messageOf(changed(['weight: 0.1', 'weight: 0.1, temperature: 4']))).toMatch(
      /^The key temperature is not known here\. hard has no temperature; kd, .* can have it\.$/u,
    );
  });

  test('is told below which key it belongs, and what it means there', async () => {
    expect(await messageOf(changed(['    length: 20', '    temperature: 4\n    length: 20']))).toBe(
      'The key temperature is not known here. It belongs in data or losses (T of both networks; divides the logits).',
    );
    expect(await messageOf(changed(['    length: 20', '    rate: 4\n    length: 20']))).toBe(
      'The key rate is not known here. It belongs in optimizer (Learning rate.).',
    );
  });
});
