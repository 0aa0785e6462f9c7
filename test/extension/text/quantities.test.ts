import { expect, it } from 'vitest';
import { en } from '../../../extension/text/en.ts';
import { bytes, count, duration } from '../../../extension/text/quantities.ts';
import { metricValue, percent } from '../../../server/protocol/quantities.ts';

it.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [61_000, '1:01 min'],
  [3_723_000, '1:02 h'],
])('says %i ms as %s', (ms, words) => {
  expect(duration(ms, en.time)).toBe(words);
});

it('says shares in per cent and other metrics as they are', () => {
  expect(metricValue('accuracy', 0.9213)).toBe('92.1 %');
  expect(metricValue('loss', 0.123456)).toBe('0.1235');
  expect(percent(0.425)).toBe('43 %');
});

it('says large numbers with three digits', () => {
  expect([0, 999, 61_706, 1_500_000].map(count)).toEqual(['0', '999', '61.7 k', '1.50 M']);
  expect([0, 512, 1_048_576, 268_435_456].map(bytes)).toEqual(['0 B', '512 B', '1.00 MiB', '256 MiB']);
});
