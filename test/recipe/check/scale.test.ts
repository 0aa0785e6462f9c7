import { describe, expect, test } from 'vitest';
import { changed, found, problemsOf } from '../recipes.ts';

const kd = (more: string) => changed(['weight: 0.9, temperature: 4', `${more}, temperature: 4`]);
const shape = (more: string) => changed(['weight: 0.5, pairs', `${more}, pairs`]);

async function messageOf(text: string): Promise<string> {
  const [problem] = await problemsOf(text);
  return problem?.message ?? '';
}

describe('a weight beside another reduction than its loss has', () => {
  test('is said with what the reduction makes of it: a mean over classes', async () => {
    const text = kd('weight: 0.9, reduction: mean');
    expect(await found(text)).toEqual(['weight-scale: reduction']);
    expect(await messageOf(text)).toBe(
      'With reduction: mean the term kd counts ÷10 compared with batchmean, which published weights of kd belong to: weight 0.9 is like 0.09. Leave reduction out, or rescale the weight.',
    );
  });

  test('a feature summed over its elements, after its projection', async () => {
    // features.2 of LeNet-5 is [4, 4, 16].
    expect(await messageOf(shape('weight: 0.5, reduction: batchmean'))).toContain(
      'counts ×256 compared with mean, which published weights of hint belong to: weight 0.5 is like 128.',
    );
  });

  test('a sum over the samples that the term sees', async () => {
    expect(await messageOf(kd('weight: 0.9, reduction: sum'))).toMatch(
      /counts ×64 .* like 57\.6\. It grows/u,
    );
    const labelled = kd('weight: 0.9, reduction: sum, data: labelled');
    expect(await messageOf(labelled)).toMatch(/counts ×16 .* like 14\.4\./u);
  });

  test('at the start of a schedule', async () => {
    expect(await messageOf(kd('weight: { from: 1, to: 0 }, reduction: mean'))).toContain(
      'weight 1 is like 0.1',
    );
  });

  test('a larger loss is a warning, a smaller one is only said', async () => {
    const severities = async (text: string) => (await problemsOf(text)).map(({ severity }) => severity);
    expect(await severities(shape('weight: 0.5, reduction: sum'))).toEqual(['warning']);
    expect(await severities(kd('weight: 0.9, reduction: mean'))).toEqual(['information']);
  });

  test.each([
    ['its own reduction', kd('weight: 0.9, reduction: batchmean')],
    ['a weight that makes up for the mean', kd('weight: 9, reduction: mean')],
    ['a weight that makes up for the sum', shape('weight: 0.001, reduction: sum')],
    ['a mean without any weight', kd('reduction: mean')],
    ['no weight at all', kd('weight: 0, reduction: sum')],
  ])('says nothing against %s', async (_, text) => expect(await found(text)).toEqual([]));

  test('has no factor where the paper’s form divides by nothing: then the key has no effect', async () => {
    const text = shape('weight: 0.5, variant: paper, reduction: batchmean');
    expect(await found(text)).toEqual(['idle-key: reduction']);
  });
});
