import { expect, it } from 'vitest';
import { oneLine, withoutIcons, withoutLinks } from '../../../extension/text/plain.ts';

it('makes one line of bounded length of any name', () => {
  expect(oneLine('a\nb\r\n\tc\u0000')).toBe('a b c');
  expect(oneLine('x'.repeat(5000))).toHaveLength(200);
});

it('takes marks away that turn text around', () => {
  expect(oneLine('safe\u202egnp.exe')).toBe('safe gnp.exe');
});

it('keeps letters of every script', () => {
  expect(oneLine('蒸馏 été 🧪')).toBe('蒸馏 été 🧪');
});

it('shows what looks like an icon as text', () => {
  expect(withoutIcons('$(trash) digits')).toBe('\\$(trash) digits');
});

it('shows what looks like a link as text', () => {
  expect(withoutLinks('see [here](command:retort.deleteRuns)')).not.toContain('](');
});
