import { expect, it } from 'vitest';
import { en } from '../../../extension/text/en.ts';
import { zhCn } from '../../../extension/text/zh-cn.ts';

type Entry = readonly [path: string, value: unknown];

const entries = (table: object, path = ''): readonly Entry[] =>
  Object.entries(table).flatMap(([name, value]: [string, unknown]): readonly Entry[] =>
    typeof value === 'object' && value !== null
      ? entries(value, `${path}.${name}`)
      : [[`${path}.${name}`, value]],
  );

it('says everything in both languages', () => {
  expect(entries(zhCn).map(([path]) => path)).toEqual(entries(en).map(([path]) => path));
});

it('leaves nothing unsaid', () => {
  for (const [path, value] of [...entries(en), ...entries(zhCn)])
    expect(typeof value === 'function' || (typeof value === 'string' && value.trim() !== ''), path).toBe(
      true,
    );
});

it('speaks Chinese where it says it does', () => {
  // Units and names are the same in both.
  const same = entries(en).filter(
    ([, value]) => typeof value === 'string' && entries(zhCn).some(([, other]) => other === value),
  );
  expect(same.map(([, value]) => value).sort()).toEqual(
    ['Hugging Face', 'Retort', 'safetensors', 'sha256'].sort(),
  );
});

it('has Chinese in all that it says with values in it', () => {
  const spoken = entries(zhCn).flatMap(([path, value]) => {
    if (typeof value !== 'function') return [];
    const say = value as (...values: readonly unknown[]) => unknown;
    // A list reads as its only entry where a text or a number is wanted.
    return [[path, String(say(...Array.from({ length: say.length }, () => ['0'])))] as const];
  });
  const others = spoken.filter(([, words]) => /\p{L}{2}/u.test(words) && !/\p{Script=Han}/u.test(words));
  expect(others).toEqual([]);
});
