import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findBackend } from '../../../server/backends/index.ts';
import { parse } from '../../../server/distill/checkpoints/safetensors.ts';
import type { HostTensors } from '../../../server/distill/tensors.ts';
import { timeKernels } from '../kernel-time.ts';
import type { Request, Steps } from './protocol.ts';
import { startTraining } from './training.ts';
import { workload } from './workloads.ts';

/** Retort as an engine: `peer.js BACKEND`, with the requests of ./protocol.ts on its standard input. */
const backend = findBackend(process.argv[2] ?? '');
let run: (steps: number) => Promise<Steps> = () =>
  Promise.reject(new Error('Steps were asked for before setup.'));

async function setUp(request: Extract<Request, { request: 'setup' }>): Promise<void> {
  const compile = await backend.start({ threads: request.threads });
  const kernelMs = await timeKernels(backend.name);
  const read = async (name: string): Promise<HostTensors> =>
    parse(await readFile(join(request.folder, `${name}.safetensors`))).tensors;
  const training = startTraining(workload(request.workload.name), compile, {
    student: await read('student'),
    teacher: await read('teacher'),
    batches: await read('batches'),
  });
  run = async (steps) => {
    const [losses, ms]: [number[], number[]] = [[], []];
    const [kernelsBefore, processorBefore] = [kernelMs(), process.cpuUsage()];
    for (let count = 0; count < steps; count++) {
      const startedAt = performance.now();
      losses.push(await training.step());
      ms.push(performance.now() - startedAt);
    }
    const { user, system } = process.cpuUsage(processorBefore);
    return { losses, ms, processorMs: (user + system) / 1000, kernelMs: kernelMs() - kernelsBefore };
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  if (request.request === 'quit') break;
  let answer: Steps | Record<string, never> = {};
  if (request.request === 'setup') await setUp(request);
  else answer = await run(request.steps);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
