import { describe, expect, test } from 'vitest';
import { en } from '../../../webview/text/en.ts';
import { textIn } from '../../../webview/text/index.ts';
import { numbersIn } from '../../../webview/text/numbers.ts';
import { zhCn } from '../../../webview/text/zh-cn.ts';

/** Every sentence with its path; functions are given their own parameters' places. */
function sentences(table: object, path = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
      const place = `${path}/${key}`;
      if (typeof value === 'string') return [[place, value]];
      if (typeof value === 'function') {
        const say = value as (...places: readonly string[]) => string;
        return [[place, say(...Array.from({ length: say.length }, (_, index) => `{${index}}`))]];
      }
      return Object.entries(sentences(value as object, place));
    }),
  );
}

const places = (sentence: string): readonly string[] => [...(sentence.match(/\{\d\}/g) ?? [])].sort();

describe('the panel’s text', () => {
  const [english, chinese] = [sentences(en), sentences(zhCn)];

  test('has every sentence in both languages, with the same values in it', () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
    for (const [place, sentence] of Object.entries(english))
      expect([place, places(chinese[place] ?? '')]).toEqual([place, places(sentence)]);
  });

  test('is Chinese where it says that it is', () => {
    // The name of a figure is the same in both.
    const others = Object.values(chinese).filter((sentence) => !/\p{Script=Han}/u.test(sentence));
    expect(others.filter((sentence) => /\p{L}{2}/u.test(sentence))).toEqual(['CKA']);
  });

  test('is chosen by the page’s language', () => {
    expect(['zh-cn', 'zh-CN', 'zh', 'zh-Hans'].map(textIn)).toEqual([zhCn, zhCn, zhCn, zhCn]);
    expect(['en', '', 'de', 'zh-tw'].map(textIn)).toEqual([en, en, en, en]);
  });
});

describe('numbers', () => {
  const numbers = numbersIn('en', en);

  test('are short and say their units', () => {
    expect([0.0817, 1234, 5e-7, 123456, NaN].map(numbers.short)).toEqual([
      '0.0817',
      '1,230',
      '5.0e-7',
      '123K',
      '–',
    ]);
    expect([320, 45_000, 192_000, 7_500_000].map(numbers.duration)).toEqual([
      '320 ms',
      '45 s',
      '3 min 12 s',
      '2 h 5 min',
    ]);
    expect([1, 77_600, 2.5e9].map(numbers.bytes)).toEqual(['1 B', '77.6 kB', '2.5 GB']);
    expect(numbers.points(0.043)).toBe('+4.3');
    expect(numbers.percent(null)).toBe('–');
  });
});
