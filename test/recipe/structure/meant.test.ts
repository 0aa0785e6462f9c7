import { describe, expect, test } from 'vitest';
import { after } from '../edits.ts';
import { changed, found, problemsOf, recipe } from '../recipes.ts';

/** What the only problem of a text is about, and the text after its likeliest fix. */
async function meant(text: string) {
  const [problem, ...others] = await problemsOf(text);
  if (problem === undefined || others.length > 0) throw new Error('Expected one problem.');
  const [fix] = problem.fixes ?? [];
  return { code: problem.code, fixed: fix === undefined ? null : after(text, fix) };
}

describe('the key that tells alternatives apart is found by its value or its name', () => {
  test.each([
    ['a slip', 'loss: kd', 'lose: kd'],
    ['another key of recipes', 'loss: kd', 'kind: kd'],
    ['a name', 'loss: kd', 'name: kd'],
    ['no space after its colon', '{ loss: kd,', '{ loss:kd,'],
    ['the type of a network', 'kind: lenet5', 'type: lenet5'],
    ['the type of an optimizer', 'kind: adam, rate: 0.001', 'type: adam, rate: 0.001'],
    ['the format of data', '{ source: idx', '{ format: idx'],
  ])('%s', async (_, from, to) => {
    expect(await meant(changed([from, to]))).toEqual({ code: 'unknown-key', fixed: recipe });
  });

  test('the rest of the map is looked at too', async () => {
    const text = changed(['{ kind: adam, rate: 0.001 }', '{ name: adam, lr: 0.001 }']);
    expect(await found(text)).toEqual(['unknown-key: name', 'unknown-key: lr']);
  });

  test('where it really is missing, keys that none knows are said beside it', async () => {
    const text = changed(['{ loss: hard, weight: 0.1,', '{ colour: 0.1,']);
    expect(await found(text)).toEqual(['missing-key: colour', 'unknown-key: colour']);
  });
});

describe('words of other toolkits', () => {
  test.each([
    ['rate: 0.001', 'lr: 0.001'],
    ['rate: 0.001', 'learning_rate: 0.001'],
    ['rate: 0.001', 'learningRate: 0.001'],
    ['length: 20 epochs', 'epochs: 20'],
    ['length: 10 epochs', 'num_epochs: 10'],
    ['batch: 64', 'batch_size: 64'],
    ['batch: 64', 'batchSize: 64'],
    ['train: small', 'student: small'],
    ['train: big', 'model: big'],
    ['teachers: big', 'teacher: big'],
    ['\ndata:', '\ndatasets:'],
    ['\ndata:', '\ndataset:'],
    ['\nstages:', '\ntraining:'],
    ['temperature: 4', 'T: 4'],
    ['temperature: 4', 'temp: 4'],
    ['weight: 0.1', 'alpha: 0.1'],
    ['losses: [', 'loss: ['],
    ['    train: big', '    tra: big'],
  ])('%s for %s', async (ours, theirs) => {
    expect(await meant(changed([ours, theirs]))).toEqual({ code: 'unknown-key', fixed: recipe });
  });

  test('a number of steps is a length', async () => {
    const text = changed(['length: 20 epochs', 'steps: 1']);
    expect((await meant(text)).fixed).toBe(changed(['length: 20 epochs', 'length: 1 step']));
  });

  test('a key in quotes stays in quotes', async () => {
    const text = changed(['{ kind: adam, rate: 0.001 }', '{"kind":"adam","lr":0.001}']);
    expect((await meant(text)).fixed).toBe(
      changed(['{ kind: adam, rate: 0.001 }', '{"kind":"adam","rate":0.001}']),
    );
  });
});

describe('a word for the map that it names', () => {
  test.each([
    ['losses: [{ loss: hard }]', 'losses: hard'],
    ['losses: [{ loss: hard }]', 'losses: [hard]'],
    ['losses: [{ loss: hard }]', 'losses: { loss: hard }'],
    ['network: { kind: lenet5 }', 'network: lenet5'],
  ])('%s for %s', async (from, to) => {
    expect(await meant(changed([from, to]))).toEqual({ code: 'wrong-type', fixed: recipe });
  });
});
