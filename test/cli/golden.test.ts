import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCases } from '../../server/cli/golden/case.ts';
import { evaluateCase } from '../../server/cli/golden/evaluate.ts';
import { findAdapter } from '../../server/cli/golden/index.ts';
import { runGolden } from '../../server/cli/golden/run.ts';
import { nodeFiles } from '../../server/recipe/files.ts';
import { eager } from '../../server/distill/compile.ts';
import { backends } from '../../server/backends/index.ts';
import { startCpu } from '../tensorflow.ts';

beforeAll(startCpu);

const reference = 'test/golden/goldens-reference-code.json';
const cases = parseCases(readFileSync(reference, 'utf8'), reference);

describe.each(backends.filter(({ usable }) => usable().ok))('the reference code on $name', (backend) => {
  const built = cases.filter(({ method }) => findAdapter(method) !== undefined);

  it.each(built.map((golden) => [golden.id, golden] as const))('%s', async (_, golden) => {
    const compile = await backend.start({ threads: 1 });
    expect(await evaluateCase(golden, compile)).toEqual({ kind: 'passed' });
  });
});

describe('the reference code', () => {
  it('is covered for distillation on logits, hints and attention transfer', () => {
    const wanted = cases.filter(({ method }) => /^(kd|hint|at)(\.|$)/.test(method));
    expect(wanted.filter(({ method }) => findAdapter(method) === undefined)).toEqual([]);
    expect(wanted.length).toBeGreaterThan(40);
  });
});

describe('npm run golden', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'golden-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(content: string, ...options: string[]) {
    const file = join(folder, 'cases.json');
    await writeFile(file, content);
    const lines: string[] = [];
    const code = await runGolden([file, ...options], {
      files: nodeFiles,
      print: (line) => lines.push(line),
      threads: 1,
    });
    return { code, lines };
  }

  const plain = {
    id: 'kd.example',
    method: 'kd',
    source: 'HobbitLong/RepDistiller:distiller_zoo/KD.py',
    variant: { form: 'KL(t||s)', reduction: 'batchmean', t2: true },
    params: { T: 4 },
    inputs: { zs: { shape: [3, 5], seed: 1, scale: 2 }, zt: { shape: [3, 5], seed: 2, scale: 3 } },
    value: 0.5492055722431486,
  };

  it('counts what passes and what is not built, and succeeds', async () => {
    const { code, lines } = await run(JSON.stringify([plain, { ...plain, id: 'x', method: 'x.y' }]));
    expect(lines).toEqual(['skipped x: the method x.y is not built', '1 passed, 0 failed, 1 skipped']);
    expect(code).toBe(0);
  });

  it('prints both numbers of a failing case, and fails', async () => {
    const { code, lines } = await run(JSON.stringify([{ ...plain, value: 0.6 }]));
    expect(lines[0]).toMatch(/^FAILED kd.example: value is 0\.549205\d*, expected 0\.6$/);
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('fails a gradient that differs though the value is right', async () => {
    const { lines } = await run(
      JSON.stringify([{ ...plain, grad: { wrt: 'zs', sum: 0, l2: 0.5, first5: [] } }]),
    );
    expect(lines[0]).toMatch(/^FAILED kd.example: gradient zs l2 is 0\.28113\d*, expected 0\.5$/);
  });

  it.each([
    ['a form that is unknown', { variant: { ...plain.variant, form: 'Wasserstein' } }, /form "Wasserstein"/],
    ['an input that is unknown', { inputs: { ...plain.inputs, zz: { array: [1] } } }, /input zz/],
    ['a parameter that is unknown', { params: { T: 4, foo: 1 } }, /parameter foo is unknown/],
    ['a parameter that its formula leaves unread', { params: { T: 4, alpha: 1 } }, /parameter alpha/],
    ['a temperature given twice', { params: { T: 4, temperature: 4 } }, /temperature repeats T/],
    ['an unknown direction', { variant: { ...plain.variant, direction: 'up' } }, /direction "up"/],
    [
      'a direction that the method does not have',
      { method: 'kd.flsw', variant: { ...plain.variant, direction: 'reverse' } },
      /no direction reverse/,
    ],
    ['a missing input', { inputs: { zs: plain.inputs.zs } }, /no input zt/],
    [
      'a reference that is NaN without a decision on what is right',
      { value: 'NaN' },
      /value is 0.5492\d*, expected NaN/,
    ],
  ])('fails %s', async (_, change, message) => {
    const { code, lines } = await run(JSON.stringify([{ ...plain, ...change }]));
    expect(lines[0]).toMatch(message);
    expect(code).toBe(1);
  });

  it('takes a finite value and gradient where the norm of attention transfer is NaN', async () => {
    const map = { shape: [2, 2, 2, 3], seed: 1, scale: 0 };
    const { lines } = await run(
      JSON.stringify([
        {
          ...plain,
          method: 'at',
          variant: { form: 'L2 norm of difference', reduction: 'sum over samples / N', mode: 'paper' },
          params: {},
          inputs: { Fs: map, Ft: map },
          value: 'NaN',
          grad: { wrt: 'Fs', sum: 'NaN', l2: 'NaN', first5: ['NaN'] },
        },
      ]),
    );
    expect(lines).toEqual(['1 passed, 0 failed, 0 skipped']);
  });

  it.each([
    ['text that is not JSON', '[', 'golden-not-json'],
    ['JSON that is not a list', '{}', 'golden-not-cases'],
    ['a list without cases', '[]', 'golden-no-cases'],
    ['a case without inputs', JSON.stringify([{ ...plain, inputs: 3 }]), 'golden-bad-case'],
  ])('refuses %s', async (_, content, code) => {
    await expect(run(content)).rejects.toMatchObject({ code });
  });

  it('refuses an unknown backend and unknown arguments', async () => {
    await expect(run('[]', '--backend', 'abacus')).rejects.toMatchObject({ code: 'unknown-backend' });
    await expect(run('[]', '--verbose')).rejects.toMatchObject({ code: 'usage' });
  });
});

/** The value of a case of the method `kd`, made from `extra`, on logits of its own. */
async function valueOf(extra: object): Promise<number> {
  const [golden] = parseCases(
    JSON.stringify([
      {
        id: 'made',
        method: 'kd',
        source: 'nobody/nothing',
        variant: { form: 'KL(t||s)', reduction: 'batchmean', t2: true },
        params: { T: 1 },
        inputs: { zs: { array: [[0, 1, 3]] }, zt: { array: [[2, 0, 1]] } },
        value: 1e6,
        ...extra,
      },
    ]),
    'made',
  );
  if (golden === undefined) throw new Error('one case was made');
  const outcome = await evaluateCase(golden, eager);
  if (outcome.kind !== 'failed') throw new Error(JSON.stringify(outcome));
  return outcome.differences[0]?.found ?? NaN;
}

describe('what a case states beside its form', () => {
  const variant = { form: 'KL(t||s)', reduction: 'batchmean', t2: true };
  const swapped = { zs: { array: [[2, 0, 1]] }, zt: { array: [[0, 1, 3]] } };

  it('is honoured for the reverse direction', async () => {
    const reverse = await valueOf({ variant: { ...variant, direction: 'reverse' } });
    expect(reverse).toBeCloseTo(await valueOf({ inputs: swapped }), 6);
    expect(Math.abs(reverse - (await valueOf({})))).toBeGreaterThan(0.01);
  });

  it.each([
    { Ts: 2, Tt: 4 },
    { T_s: 2, T_t: 4 },
    { student_temperature: 2, teacher_temperature: 4 },
    { T: 2, Tt: 4 },
  ])('is honoured for temperatures that differ: %o', async (params) => {
    const softened = { zs: { array: [[0, 0.5, 1.5]] }, zt: { array: [[0.5, 0, 0.25]] } };
    expect(await valueOf({ params })).toBeCloseTo(8 * (await valueOf({ inputs: softened })), 5);
  });
});

describe('a NaN of the norm of attention transfer', () => {
  const map = { shape: [2, 2, 2, 3], seed: 1, scale: 1 };
  const judged = async (Fs: object, Ft: object) => {
    const [golden] = parseCases(
      JSON.stringify([
        {
          id: 'at',
          method: 'at',
          source: 'nobody/nothing',
          variant: { form: 'L2 norm of difference', reduction: 'sum over samples / N', mode: 'paper' },
          params: {},
          inputs: { Fs, Ft },
          value: 'NaN',
        },
      ]),
      'at',
    );
    return golden === undefined ? undefined : (await evaluateCase(golden, eager)).kind;
  };

  it('passes for equal maps and for a map of zeros', async () => {
    expect(await judged(map, map)).toBe('passed');
    expect(await judged({ ...map, scale: 0 }, map)).toBe('passed');
  });

  it('fails for maps that differ', async () => {
    expect(await judged(map, { ...map, seed: 2 })).toBe('failed');
  });
});

describe('totals with the hard label', () => {
  const logits = { zs: { shape: [2, 4], seed: 1, scale: 2 }, zt: { shape: [2, 4], seed: 2, scale: 3 } };
  const total = (form: string, extra: object) =>
    valueOf({
      variant: { form, reduction: 'batchmean', t2: true },
      params: { T: 2, ...(form.includes('alpha') ? { alpha: 0.25 } : {}) },
      inputs: { ...logits, y: { array: [1, 3] } },
      ...extra,
    });
  const soft = () => total('KL(t||s)', {});
  const hardLabel = () => total('CE', {});

  it.each([
    ['alpha*T^2*KL + (1-alpha)*CE', 0.25, 0.75],
    ['(1-alpha)*T^2*KL(t||s) + alpha*CE', 0.75, 0.25],
    ['0.7*T^2*KL + 0.3*CE; with words', 0.7, 0.3],
    ['alpha*CE+(1-alpha)T^2 KL', 0.75, 0.25],
  ])('reads %s', async (form, softWeight, hardWeight) => {
    const expected = softWeight * (await soft()) + hardWeight * (await hardLabel());
    expect(await total(form, {})).toBeCloseTo(expected, 5);
  });

  it.each([
    ['alpha is 0', { params: { T: 2, alpha: 0 } }],
    ['no labels are given', { params: { T: 2, alpha: 0.25, labels_given: false } }],
  ])("drops T² and weights where %s, as torchdistill's", async (_, change) => {
    const source = 'yoshitomo-matsubara/torchdistill';
    const found = await total('alpha*CE+(1-alpha)*T^2*KL(t||s)', { source, ...change });
    expect(found).toBeCloseTo((await soft()) / 4, 6);
  });
});
