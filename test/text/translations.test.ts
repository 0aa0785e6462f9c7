import { describe, expect, test } from 'vitest';
import { codes } from '../../server/recipe/codes.ts';
import { zhCn } from '../../server/text/zh-cn.ts';
import { descriptions } from './descriptions.ts';
import { said } from './said.ts';

const { templates, untagged } = said('server');
const elsewhere = new Set([...(await descriptions()), ...Object.values(codes)]);
const placeholders = (text: string) => (text.match(/\{\d+\}/g) ?? []).sort();

describe('what the server says', () => {
  test('to people is said through the tag', () => {
    expect(untagged).toEqual([]);
  });

  test('is there in Chinese', () => {
    const missing = [...templates].filter(([english]) => !Object.hasOwn(zhCn, english));
    expect(missing.map(([english, place]) => `${place} ${english}`)).toEqual([]);
  });

  test('keeps its placeholders in Chinese', () => {
    const lost = Object.entries(zhCn).filter(
      ([english, chinese]) => placeholders(english).join() !== placeholders(chinese).join(),
    );
    expect(lost).toEqual([]);
  });
});

test('every description of a key, a method or a code is there in Chinese', () => {
  expect([...elsewhere].filter((english) => !Object.hasOwn(zhCn, english))).toEqual([]);
});

test('the Chinese has nothing that is no longer said', () => {
  const dead = Object.keys(zhCn).filter((english) => !templates.has(english) && !elsewhere.has(english));
  expect(dead).toEqual([]);
});
