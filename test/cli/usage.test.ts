import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../server/cli/commands/index.ts';
import { answerOf, retort } from './retort.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'retort-usage-'));
});
afterAll(() => rm(cwd, { recursive: true }));

describe('help', () => {
  it('names every command and what every exit code means', async () => {
    const { code, stdout } = await retort(['help'], { cwd });
    expect(code).toBe(0);
    for (const { name, summary } of commands)
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +${summary}`, 'm'));
    expect(stdout).toContain('  2  wrong usage');
  });

  it('is what retort alone prints, as wrong usage', async () => {
    const { code, stdout } = await retort([], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('Usage\n  retort COMMAND');
  });

  it.each(commands.map(({ name }) => name))('explains %s with its usage', async (name) => {
    const { code, stdout } = await retort([name, '--help'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Usage\\n {2}retort ${name}\\b`));
  });

  it('has no colours in a pipe', async () => {
    expect((await retort(['help'], { cwd })).stdout).not.toContain('\u001b');
  });
});

describe('wrong usage', () => {
  it.each([
    ['an unknown command, with the nearest', ['chek'], 'Did you mean `retort check`'],
    ['an unknown option', ['runs', '--bogus'], "Unknown option '--bogus'."],
    ['a missing operand', ['report'], 'RUN is missing'],
    ['a word too many', ['runs', 'now'], '"now" is one word too many'],
    ['a number that is none', ['run', 'x.yaml', '--seeds', 'many'], '--seeds is "many"'],
    ['seeds that are none', ['run', 'x.yaml', '--seeds', '1,1'], '--seeds is "1,1"'],
  ])('says so of %s', async (_, words, message) => {
    const { code, stdout, stderr } = await retort(words, { cwd });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('error wrong-usage: ');
    expect(stderr).toContain(message);
  });

  it('is a JSON value with --json', async () => {
    const spoken = await retort(['report', '--json'], { cwd });
    expect(spoken.code).toBe(2);
    expect(spoken.stderr).toBe('');
    expect(answerOf(spoken)).toMatchObject({
      error: { code: 'wrong-usage', next: expect.any(String) as string },
    });
  });
});

describe('--version', () => {
  it('prints the package’s', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect((await retort(['--version'], { cwd })).stdout).toBe(`${version}\n`);
  });
});

describe('backends', () => {
  it('lists what can compute here and which is taken', async () => {
    const spoken = await retort(['backends', '--json'], { cwd });
    expect(spoken.code).toBe(0);
    const rows = answerOf(spoken) as { name: string; usable: boolean; automatic: boolean }[];
    expect(rows.map(({ name }) => name)).toContain('cpu');
    expect(rows.filter(({ automatic }) => automatic)).toMatchObject([{ usable: true }]);
  });
});

describe('an unknown backend', () => {
  it('is refused with the ones there are, before the recipe is read', async () => {
    const { code, stderr } = await retort(['run', 'x.yaml', '--backend', 'wsam'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toContain('error unknown-backend: ');
    expect(stderr).toContain('Did you mean wasm?');
  });
});

describe('runs', () => {
  it('says how to begin where there is none', async () => {
    const { code, stdout } = await retort(['runs'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('retort run RECIPE');
  });

  it('is an empty list with --json where there is none', async () => {
    expect(answerOf(await retort(['runs', '--json'], { cwd }))).toEqual([]);
  });

  it.each(['report', 'resume', 'stop', 'export'])('%s refuses a run that is not there', async (command) => {
    const { code, stderr } = await retort([command, 'last'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toContain('error no-such-run: ');
  });
});
