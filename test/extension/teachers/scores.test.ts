import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readScores } from '../../../extension/teachers/scores.ts';
import { program } from '../../program.ts';

const around = (language: string) => ({
  cwd: tmpdir(),
  language,
  signal: new AbortController().signal,
});

describe('the program that scores a model', () => {
  it('speaks the language of the editor, whatever the one of the terminal that started it', async () => {
    const words = [fileURLToPath(program('retort')), 'evaluate', 'no-such.yaml', '--json'];
    const said = async (language: string): Promise<string> =>
      (await readScores(process.execPath, words, around(language))).standard;
    expect(await said('zh-cn')).toMatch(/"message":"[^"]*\p{Script=Han}/u);
    expect(await said('en')).not.toMatch(/\p{Script=Han}/u);
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const ended = readScores(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      ...around('en'),
      signal: controller.signal,
    });
    controller.abort();
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
  });
});
