import { expect, test } from 'vitest';
import { noPyTorch } from '../../distill/networks/pytorch/pytorch.ts';
import { program } from '../../program.ts';
import { startEngine, type Engine } from './engine.ts';
import { measure, type Measurement } from './measure.ts';
import { workload } from './workloads.ts';

const retort = (backend: string) => (): Engine =>
  startEngine(process.execPath, [program('peer').pathname, backend]);
const torch = (): Engine => startEngine('python3', ['-B', 'test/bench/peers/torch_peer.py']);

const mnist = (engines: Readonly<Record<string, () => Engine>>): Promise<Measurement> =>
  measure(workload('mnist'), { threads: 1, rounds: 1, engines });

test('backends that start from the same weights and batches have the same losses', async () => {
  const { reference, engines } = await mnist({ wasm: retort('wasm'), cpu: retort('cpu') });
  expect(reference).toBe('wasm');
  expect(engines).toMatchObject([
    { engine: 'wasm', ratio: { minimum: 1, median: 1, maximum: 1 } },
    { engine: 'cpu' },
  ]);
});

test.skipIf(noPyTorch !== null)(
  `the distillation step of the MNIST example has PyTorch's losses (${noPyTorch ?? 'python3 has torch'})`,
  async () => {
    const { engines } = await mnist({ pytorch: torch, wasm: retort('wasm') });
    expect(engines.map((engine) => ('failure' in engine ? engine.failure : engine.engine))).toEqual([
      'pytorch',
      'wasm',
    ]);
  },
);

test('an engine that fails is reported with what it said, and the others are measured', async () => {
  const { engines } = await mnist({
    wasm: retort('wasm'),
    none: () => startEngine(process.execPath, ['-e', 'console.error("No such engine"); process.exit(3)']),
    missing: () => startEngine('no-such-program', []),
  });
  expect(engines[0]).toMatchObject({ engine: 'wasm' });
  expect(engines.slice(1)).toEqual([
    { engine: 'none', failure: expect.stringContaining('It ended with 3. No such engine') as unknown },
    { engine: 'missing', failure: expect.stringContaining('ENOENT') as unknown },
  ]);
});

test('an engine with other losses is refused', async () => {
  const liar = `
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { request, steps } = JSON.parse(line);
      if (request === 'quit') process.exit();
      const answer = { losses: Array(steps).fill(1), ms: Array(steps).fill(1), processorMs: steps };
      console.log(JSON.stringify(request === 'setup' ? {} : answer));
    });`;
  const { engines } = await mnist({
    wasm: retort('wasm'),
    liar: () => startEngine(process.execPath, ['-e', liar]),
  });
  expect(engines[1]).toMatchObject({
    engine: 'liar',
    failure: expect.stringContaining('is rounding') as unknown,
  });
});
