import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retort, speak } from './retort.ts';

let root = '';
let below = '';
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'standing-')));
  below = join(root, 'below');
  await mkdir(below);
  await writeFile(join(below, 'empty.json'), '[]');
  await copyFile('examples/mnist.distill.yaml', join(below, 'given.distill.yaml'));
});
afterAll(() => rm(root, { recursive: true }));

/** What npm sets when it runs `script` from the package's root while the user stands below. */
const npm = (script: string) => ({ cwd: root, env: { npm_lifecycle_event: script, INIT_CWD: below } });

describe('a program that npm started', () => {
  it('finds a recipe from where the user stands', async () => {
    const { stdout } = await retort(['check', 'given.distill.yaml', '--json'], npm('retort'));
    expect(JSON.parse(stdout)).toMatchObject({ recipe: join(below, 'given.distill.yaml') });
  });

  it('finds golden cases from where the user stands, and says on one line that there are none', async () => {
    const { code, stderr } = await speak('golden', ['empty.json'], npm('golden'));
    expect(stderr).toContain('empty.json has no cases.');
    expect(code).toBe(2);
  });

  it('stays in the root for another script, whose files are named from there', async () => {
    const { code, stderr } = await speak('golden', ['below/empty.json'], npm('start'));
    expect(stderr).toContain('below/empty.json has no cases.');
    expect(code).toBe(2);
  });
});

it('names the default backend when golden is given nothing', async () => {
  const { code, stderr } = await speak('golden', [], { cwd: root });
  expect(stderr).toContain('cpu, the reference');
  expect(code).toBe(2);
});
