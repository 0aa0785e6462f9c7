import { availableParallelism } from 'node:os';
import { dispose, memory } from '@tensorflow/tfjs-core';
import { onnxCompile } from '../../server/backends/onnx/compile.ts';
import { onnx } from '../../server/backends/onnx/index.ts';
import { probeBlock } from '../../server/backends/onnx/probe.ts';
import type { Compile } from '../../server/distill/backend.ts';
import { embedding, encoder, residualNetwork, type Racer } from '../backends/onnx/racers.ts';
import { farthest, repeat } from '../backends/onnx/repeat.ts';
import { resident } from '../backends/onnx/resident.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const repetitions = 1000;
const steps = 10_000;

/** What test/backends/onnx/threads.test.ts runs small: in the sizes of the comparison with other engines. */
const racers = (): readonly Racer[] => [
  embedding(30_522, 256),
  residualNetwork({ batch: 16, side: 32, width: 4 }),
  residualNetwork({ batch: 64, side: 32, width: 1 }),
  encoder({ batch: 16, length: 64, width: 256 }),
];

/**
 * Races and leaks that take minutes to look for: a run that differs from the first, or a tensor left behind, is a defect.
 * Words after `soak` choose by name: `npm run -s bench -- soak embedding`.
 */
export async function soak(words: readonly string[] = []): Promise<readonly Row[]> {
  await onnx.start({ threads: 1 });
  const block = await probeBlock();
  const on = (threads: number): Compile => onnxCompile({ threads, block, warn: (text) => report(text) });
  const asked = (name: string): boolean => words.every((word) => name.includes(word));
  const rows: Row[] = [];
  const add = (name: string, value: number, unit: string): void => {
    rows.push({ name, value, unit });
    report(`${name}: ${value} ${unit}`);
  };
  for (const racer of racers().filter(({ name }) => asked(name))) {
    const one = await repeat(on(1), racer, { times: 2 });
    const two = await repeat(on(2), racer, { times: repetitions });
    add(
      `${racer.name}, 2 threads: other bits than the first`,
      two.differing.length,
      `of ${repetitions} runs`,
    );
    // Sums that are split between threads may round otherwise, always in the same way.
    add(`${racer.name}: 2 threads beside 1`, farthest(two.first, one.first), 'of the largest number');
  }
  const name = `resnet8x1 in 20 batch sizes, ${steps} steps`;
  if (asked(name)) {
    const { megabytes, tensors } = await growth(on(Math.min(2, availableParallelism())));
    add(`${name}: memory left behind`, megabytes, 'MiB');
    add(`${name}: tensors left behind`, tensors, '');
  }
  return rows;
}

/** What the steps leave behind once 300 sessions came and went: until about 200 the process keeps more of what it freed. */
async function growth(compile: Compile): Promise<{ readonly megabytes: number; readonly tensors: number }> {
  const sizes = Array.from({ length: 20 }, (_, at) =>
    residualNetwork({ batch: 13 + at, side: 16, width: 1 }),
  );
  const given = sizes.map(({ inputs }) => inputs());
  const [first] = sizes;
  if (first === undefined) throw new Error('There are sizes.');
  const compiled = compile(first.run, { name: 'soak' });
  const go = async (count: number, ofOneSize: number): Promise<void> => {
    for (let at = 0; at < count; at++)
      dispose(Object.values(await compiled.run(given[Math.floor(at / ofOneSize) % given.length] ?? {})));
  };
  await go(900, 3);
  const [tensors, warm] = [memory().numTensors, await resident()];
  await go(steps, 100);
  const left = { megabytes: (await resident()) - warm, tensors: memory().numTensors - tensors };
  compiled.dispose();
  dispose(given.flatMap((each) => Object.values(each)));
  return left;
}

/** Minutes pass between figures. */
const report = (line: string): void => void process.stderr.write(`${line}\n`);
