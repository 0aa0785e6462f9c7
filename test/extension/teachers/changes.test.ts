import { describe, expect, it } from 'vitest';
import { networkFrom, withModel } from '../../../extension/teachers/changes.ts';
import { outlineOf } from '../../../extension/teachers/outline.ts';
import { model } from './models.ts';

const recipe = '/home/ada/recipes/digits.distill.yaml';
const text = `models:
  big: { network: { kind: mlp }, checkpoint: old.safetensors, init: { from: x } }  # teacher
  small: { network: { kind: mlp } }
`;

describe('a model in a recipe', () => {
  it('is its network and its weights, seen from the recipe', () => {
    expect(withModel(text, 'big', { recipe, file: model() })).toBe(
      text.replace('{ kind: mlp }', '{ kind: lenet5 }').replace('old', '../models/big'),
    );
  });

  it('is its weights alone where no more is known', () => {
    expect(withModel(text, 'small', { recipe, file: model({ network: null }) })).toBe(
      text.replace('{ kind: mlp } }\n', '{ kind: mlp }, checkpoint: ../models/big.safetensors }\n'),
    );
  });

  it('comes with its own weights where its format holds them', () => {
    const file = model({ format: 'huggingface', network: '{ kind: huggingface, path: /home/ada/bert }' });
    expect(withModel(text, 'big', { recipe, file })).toBe(
      text.replace(/big: \{.*\} {2}#/, 'big: { network: { kind: huggingface, path: ../bert } }  #'),
    );
  });

  it('can be a new one', () => {
    expect(withModel(text, 'third', { recipe, file: model() })).toBe(
      `${text}  third: { network: { kind: lenet5 }, checkpoint: ../models/big.safetensors }\n`,
    );
  });

  it('has a path of any characters', () => {
    const file = model({ path: '/home/ada/a "b": #é, {x}.safetensors', network: null });
    const after = withModel(text, 'small', { recipe, file });
    expect(outlineOf(after ?? '').models[1]?.checkpoint).toBe('../a "b": #é, {x}.safetensors');
  });

  it('is not put into a text that is no recipe', () => {
    expect(withModel('models: [', 'big', { recipe, file: model() })).toBeNull();
  });
});

it('makes only absolute paths of a network relative', () => {
  expect(networkFrom('/home/ada', '{ kind: huggingface, path: /home/ada/bert, name: a/b }')).toBe(
    '{ kind: huggingface, path: bert, name: a/b }',
  );
});

describe('names in a recipe', () => {
  it('are those of models and data', () => {
    expect(outlineOf(`${text}data: { train: { source: idx }, test: {} }\n`)).toEqual({
      models: [
        { id: 'big', checkpoint: 'old.safetensors', path: null },
        { id: 'small', checkpoint: null, path: null },
      ],
      data: ['train', 'test'],
    });
  });

  it.each(['', '- a', 'models: 3', 'models: ['])('are none in %j', (broken) => {
    expect(outlineOf(broken)).toEqual({ models: [], data: [] });
  });
});
