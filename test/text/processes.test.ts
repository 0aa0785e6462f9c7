import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { answerOf, retort } from '../cli/retort.ts';
import { served } from '../training/server/served.ts';

const chinese = { RETORT_LANGUAGE: 'zh-cn' };

async function brokenRecipe(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'retort-text-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  await writeFile(join(cwd, 'broken.distill.yaml'), 'version: 1\nseed: [1]\n');
  return cwd;
}

test('`retort check` names problems and fixes in the language of its environment', async () => {
  const cwd = await brokenRecipe();
  const { code, stdout } = await retort(['check', 'broken.distill.yaml'], { cwd, env: chinese });
  expect(code).toBe(1);
  expect(stdout).toContain('broken.distill.yaml:2:1 错误 unknown-key: 此处不认识键 seed。');
  expect(stdout).toMatch(/缺少键 stages：应为.*。/);
  expect(stdout).toMatch(/: \d+ 个错误\n$/);
  expect(stdout).not.toMatch(/\b(expected|Found|Did you)\b/);
});

test.each([
  ['en', /^ +BACKEND +USABLE +REPEATABLE +DEVICE +SUMMARY\n/, /^[* ] +cpu +yes +yes .*: the reference/m],
  ['zh-cn', /^ +后端 +可用 +可复现 +设备 +说明\n/, /^[* ] +cpu +是 +是 .*以它为参考/m],
])('`retort backends` has its table in the language %s', async (language, head, row) => {
  const { stdout } = await retort(['backends'], { cwd: tmpdir(), env: { RETORT_LANGUAGE: language } });
  expect(stdout).toMatch(head);
  expect(stdout).toMatch(row);
});

test('codes and places are the same in every language', async () => {
  const cwd = await brokenRecipe();
  const asked = ['check', 'broken.distill.yaml', '--json'];
  const places = async (env: Readonly<Record<string, string>>) =>
    (
      answerOf(await retort(asked, { cwd, env })) as { problems: { code: string; range: unknown }[] }
    ).problems.map(({ code, range }) => ({ code, range }));
  expect(await places(chinese)).toEqual(await places({ RETORT_LANGUAGE: 'en' }));
});

test('a training server speaks the language of the editor that started it', async () => {
  const { client } = await served();
  const server = await client({ language: 'zh-cn' });
  const nowhere = join(tmpdir(), 'nowhere', '.retort', 'runs', 'none');
  await expect(server.request('stop', { run: nowhere })).rejects.toMatchObject({
    code: 'not-a-run',
    message: `${nowhere} 不是运行：其 run.json 缺失或属于其他版本。`,
    next: '可用 `retort runs` 列出运行。',
  });
});
