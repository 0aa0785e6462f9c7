import { dispose } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { kernels } from '../../server/backends/recording/kernels/index.ts';
import { record } from '../../server/backends/recording/record.ts';
import { examples } from '../distill/operations/examples.ts';
import { startCpu } from '../tensorflow.ts';
import { cases } from './cases/index.ts';
import { numbered } from './compiled.ts';
import { inputsOf, outputsOf } from './evaluate.ts';
import { moreCases } from './onnx/more-cases.ts';

/** Kernels that can be recorded and that no case calls. */
const uncovered: Readonly<Record<string, string>> = {
  Atan2: 'ONNX has no such operator; compile.test.ts runs it in JavaScript between sessions.',
  Identity: 'A copy is another name for its value: no node of a recording is one.',
};

test('every kernel that can be recorded is in a case that is compared with cpu, or has a reason not to be', async () => {
  await startCpu();
  const covered = new Set<string>();
  const add = (run: Parameters<typeof record>[0], inputs: ReturnType<typeof numbered>): void => {
    for (const { kernel } of record(run, inputs).graph.nodes) covered.add(kernel);
    dispose(Object.values(inputs));
  };
  for (const subject of [...cases, ...moreCases])
    add(
      (given) => numbered(outputsOf(subject, Object.values(given as ReturnType<typeof numbered>))),
      numbered(inputsOf(subject)),
    );
  for (const { run, inputs } of examples()) add((given) => numbered(run(given as typeof inputs)), inputs);
  const lacking = kernels.map(({ name }) => name).filter((name) => !covered.has(name));
  expect(lacking.sort()).toEqual(Object.keys(uncovered).sort());
});
