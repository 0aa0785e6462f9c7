import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { queue } from './queue.ts';
import { expectRefused } from './refusal.ts';
import { recipe, workspace } from './workspace.ts';

test.each([
  ['letters', ['--seeds', 'a,b'], '"a,b"; expected whole numbers'],
  ['a seed twice', ['--seeds', '1,1'], 'no two alike'],
  ['a negative seed', ['--seeds=-1'], 'expected whole numbers'],
  ['a seed beyond 32 bits', ['--seeds', '99999999999'], 'expected whole numbers'],
  ['no seed', ['--seeds', ''], 'expected whole numbers'],
  ['seeds without a value', ['--seeds'], 'argument missing'],
  ['a switch with a value', ['--json=yes'], "Option '--json' does not take an argument"],
  ['an option that there is not', ['--sed', '1'], "Unknown option '--sed'"],
  ['another recipe', ['other.distill.yaml'], '"other.distill.yaml" is one word too many'],
])('run with %s is wrong usage, and makes nothing', async (_, words, where) => {
  const { say, files } = await workspace();
  const before = await files();
  expectRefused(await say('run', 'small.distill.yaml', ...words), {
    exit: 2,
    code: 'wrong-usage',
    where,
    next: 'retort run --help',
  });
  expect(await files()).toEqual(before);
});

test('a command that there is not is told with the nearest that there is', async () => {
  const { say } = await workspace();
  const next = 'Did you mean `retort resume`? `retort help` lists all.';
  expectRefused(await say('resum', 'last'), { exit: 2, code: 'wrong-usage', where: '"resum"', next });
});

test.each(['report', 'resume', 'stop', 'export'])('%s of a path that is no run says so', async (command) => {
  const { say, path } = await workspace();
  expectRefused(await say(command, './small.distill.yaml'), {
    exit: 6,
    code: 'not-a-run',
    where: path('small.distill.yaml'),
    next: 'retort runs',
  });
});

test('a finished run is not resumed', async () => {
  const { say, run } = await workspace(recipe({ steps: 2 }));
  expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
  const next = '`retort run` starts another';
  expectRefused(await say('resume', 'last'), { exit: 6, code: 'run-finished', where: await run(), next });
});

test('a run that has trained nothing yet exports nothing', async () => {
  const { say, path, files } = await workspace();
  const before = await files();
  const run = await queue(
    recipe().replaceAll(/path: (train|t10k)/g, (_, name: string) => `path: ${path(name)}`),
  );
  expectRefused(await say('export', run.path), {
    exit: 6,
    code: 'not-trained',
    where: run.path,
    next: 'Wait for its first checkpoint',
  });
  expect(await files()).toEqual(before);
});

test('a trained model that was damaged is not exported', async () => {
  const { say, run, files } = await workspace(recipe({ steps: 2 }));
  expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
  const where = join(await run(), 'models/seed-1/small.safetensors');
  await truncate(where, 100);
  const before = await files();
  expectRefused(await say('export', 'last'), {
    exit: 6,
    code: 'bad-checkpoint',
    where,
    next: 'run the recipe again',
  });
  expect(await files()).toEqual(before);
});

test('a run whose files are torn is listed, and each command says which file it is', async () => {
  const { say, run } = await workspace(recipe({ steps: 2 }));
  expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
  await writeFile(join(await run(), 'plan.json'), '{"version": 1');
  const broken = {
    exit: 6,
    code: 'broken-run',
    where: join(await run(), 'plan.json'),
    next: 'Start a new run',
  };
  expectRefused(await say('export', 'last'), broken);
  await writeFile(join(await run(), 'run.json'), '{');
  expect((await say('runs')).stdout).toMatch(/ broken /);
  for (const command of ['resume', 'stop', 'report']) {
    expectRefused(await say(command, 'last'), {
      exit: 6,
      code: 'not-a-run',
      where: join(await run(), 'run.json'),
      next: 'retort runs',
    });
  }
});
