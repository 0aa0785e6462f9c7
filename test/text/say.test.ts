import { afterEach, describe, expect, test } from 'vitest';
import { languageOf } from '../../server/text/language.ts';
import { say, speak, translated } from '../../server/text/say.ts';

afterEach(() => speak('en'));

describe('a process says', () => {
  test('the English that stands in its source', async () => {
    await speak('de-CH');
    expect(say`Found ${'a list'}, expected ${3}.`).toBe('Found a list, expected 3.');
  });

  test('the Chinese of it, with the values in their places', async () => {
    await speak('zh-cn');
    expect(say`Found ${'"30"'}, expected ${'30 epochs'}.`).toBe('发现 "30"，应为 30 epochs。');
    expect(say`The checkpoint of step ${20} is damaged: ${'…'}.`).toBe('第 20 步的检查点已损坏：…。');
  });

  test('a value as it is, whatever it looks like', async () => {
    await speak('zh-cn');
    expect(say`Found ${'{1}'}, expected ${'$&'}.`).toBe('发现 {1}，应为 $&。');
  });

  test('in English what has no Chinese', async () => {
    await speak('zh-cn');
    expect(say`Nobody has said ${'this'} yet.`).toBe('Nobody has said this yet.');
    expect(translated('constructor')).toBe('constructor');
  });
});

test.each(['zh', 'zh-cn', 'zh_CN.UTF-8', 'zh-Hans', 'ZH-TW'])('%s is Chinese', async (language) => {
  await speak(language);
  expect(translated('Cross-entropy with the hard label')).toBe('与硬标签的交叉熵');
});

describe('the language of an environment is', () => {
  test.each([
    [{ RETORT_LANGUAGE: 'en', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'C' }, 'zh_CN'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh_CN.UTF-8'],
    [{}, 'en'],
  ])('%o → %s', (environment, language) => {
    expect(languageOf(environment)).toBe(language);
  });
});
