import { expect, it } from 'vitest';
import { fact, oneLine, withoutIcons, withoutLinks } from '../../../extension/text/plain.ts';

it('makes one line of bounded length of any name', () => {
  expect(oneLine('a\nb\r\n\tc\u0000')).toBe('a b c');
  expect(oneLine('x'.repeat(5000))).toHaveLength(200);
});

it('keeps both ends of a value that is too long even for a hover', () => {
  const path = `/home/${'deep/'.repeat(900)}teacher.safetensors`;
  expect(fact(path)).toHaveLength(1000);
  expect(fact(path)).toMatch(/^\/home\/deep\/.*….*\/teacher\.safetensors$/);
  expect(fact('a\n\tb')).toBe('a b');
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
