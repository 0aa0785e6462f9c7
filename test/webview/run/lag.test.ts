import { describe, expect, test } from 'vitest';
import { findLag, lagSentence } from '../../../webview/run/lag.ts';
import { textIn } from '../../../webview/text/index.ts';
import { numbersIn } from '../../../webview/text/numbers.ts';

const pair = (name: string, ...cka: readonly number[]) => ({ name, cka: Float64Array.from(cka) });
const say = (pairs: Parameters<typeof findLag>[0], language = 'en'): string => {
  const text = textIn(language);
  return lagSentence(findLag(pairs), text, numbersIn(language, text));
};

describe('the sentence about the pair that lags', () => {
  test('names the pair far below the median, and whether it rises', () => {
    const others = [pair('a ↔ A', 0.2, 0.9), pair('b ↔ B', 0.3, 0.86)];
    expect(say([...others, pair('c ↔ C', 0.1, 0.2, 0.3, 0.38, 0.41)])).toBe(
      'c ↔ C lags: its CKA is 0.41 where the median of the pairs is 0.86. It has risen by 0.03 over the last quarter.',
    );
    expect(say([...others, pair('c ↔ C', 0.1, 0.4, 0.41, 0.41, 0.41)])).toContain('It has not risen');
    expect(say([...others, pair('c ↔ C', 0.1, 0.6, 0.6, 0.5, 0.4)])).toContain('It has fallen by 0.10');
  });

  test('names none where all are near each other', () => {
    expect(say([pair('a', 0.9), pair('b', 0.88)])).toBe('No pair lags: all have a CKA from 0.88 to 0.90.');
  });

  test('says the value of a single pair', () => {
    expect(say([pair('a ↔ A', 0.5, NaN)])).toBe('No pair lags: a ↔ A, with a CKA of 0.50, is the only one.');
  });

  test('says that nothing has been compared', () => {
    expect(say([pair('a', NaN)])).toBe('No pair has been compared yet.');
    expect(say([])).toBe('No pair has been compared yet.');
  });

  test('is told in Chinese', () => {
    expect(say([pair('a', 0.9), pair('b', 0.9), pair('c', 0.2)], 'zh-cn')).toContain('c 落后');
  });
});
