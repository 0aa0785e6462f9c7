import { describe, expect, it } from 'vitest';
import { bars, inspection } from '../../../extension/teachers/inspection.ts';
import { teacherItem } from '../../../extension/teachers/item.ts';
import { scoresFrom } from '../../../extension/teachers/scores.ts';
import { en } from '../../../extension/text/en.ts';
import { model } from './models.ts';

describe('a model in the list', () => {
  it('says its format, its size, and how good it was', () => {
    const scores = [
      { run: '/r', runName: 'Digits', role: 'made', metric: 'accuracy', data: 'test', value: 0.9512 },
    ] as const;
    const item = teacherItem(model({ scores }), en, null);
    expect(item).toMatchObject({
      label: 'big',
      description: 'safetensors · 61.7 k · 95.1 % accuracy',
      context: 'usable evaluable',
    });
    expect(item.facts).toContainEqual(['Made by', 'Digits: accuracy 95.1 % on test']);
  });

  it('says its folder where several are open', () => {
    expect(teacherItem(model(), en, 'alpha').description).toBe('safetensors · alpha · 61.7 k');
  });

  it('says in its hover the whole path, however deep', () => {
    const path = `/home/ada/${'a folder in a folder/'.repeat(20)}big.safetensors`;
    expect(teacherItem(model({ path }), en, null).facts).toContainEqual(['Path', path]);
  });

  it('can be used when a recipe can say what it is', () => {
    expect(teacherItem(model({ network: null }), en, null).context).toBe('usable evaluable');
    expect(teacherItem(model({ format: 'graph-model', network: null }), en, null).context).toBe('model');
    const failure = { code: 'broken', message: 'It is cut off.', next: 'Copy it again.' };
    expect(teacherItem(model({ failure }), en, null)).toMatchObject({ context: 'model', icon: 'error' });
  });
});

describe('what a model holds', () => {
  const histogram = { from: -1, to: 1, counts: [0, 1, 4, 8], mean: 0.5, deviation: 0.25, notFinite: 0 };
  const tensors = [
    { name: 'hidden.1/kernel', dtype: 'F32', shape: [784, 32], histogram },
    { name: 'broken\n<b>', dtype: 'F32', shape: [], histogram: { ...histogram, notFinite: 3 } },
    { name: 'huge', dtype: 'F16', shape: [1, 2], histogram: null },
  ];

  it('is listed with shapes and histograms', () => {
    const text = inspection({ file: model(), taps: { logits: [10] }, tensors }, en);
    expect(text).toContain('  logits  10\n');
    expect(text).toContain(
      '  hidden.1/kernel  F32 [784, 32]\n    -1.000  ▁▄█ 1.000   mean 0.5000, deviation 0.2500\n',
    );
    expect(text).toContain('3 not finite');
    expect(text).toContain('  huge  F16 [1, 2]\n');
    expect(text).toContain('  broken <b>  F32 []\n');
  });

  it('shows every bin that is not empty', () => {
    expect(bars([0, 1, 1_000_000])).toBe(' ▁█');
    expect(bars([0, 0])).toBe('  ');
  });
});

describe('what an evaluation says', () => {
  const output = (standard: string) => ({ standard, error: '' });

  it('is its figures', () => {
    expect(scoresFrom(output('{"accuracy":0.5,"loss":1,"samples":10}\n'), en.teachers)).toEqual({
      accuracy: 0.5,
      loss: 1,
      samples: 10,
    });
  });

  it('is the failure that the program tells', () => {
    const error = { code: 'unknown-data', message: 'No data.', next: 'Name some.' };
    expect(() => scoresFrom(output(JSON.stringify({ error })), en.teachers)).toThrow('No data.');
  });

  it('is a failure when it is anything else', () => {
    for (const words of ['', 'Segmentation fault', '[1]', '{"accuracy":"x"}'])
      expect(() => scoresFrom(output(words), en.teachers)).toThrow(en.teachers.evaluationFailed);
  });
});
