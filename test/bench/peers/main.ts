import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { automatic } from '../../../server/backends/index.ts';
import { startEngine, type Engine } from './engine.ts';
import { measure, type Measurement } from './measure.ts';
import { python } from './python.ts';
import { table } from './table.ts';
import { workload, workloadNames } from './workloads.ts';

/**
 * `npm run -s bench:peers [-- OPTION …]`: training steps beside PyTorch and TensorFlow, from the same weights and on
 * the same batches, in turns. The first engine is what the others are compared with.
 *
 *     --only NAME,…      workloads        --engines NAME,…   pytorch, tensorflow, or a backend
 *     --threads 1,2      of each engine   --rounds 5         turns of each engine
 *     --json             for programs
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: workloadNames.join() },
    engines: { type: 'string', default: `pytorch,tensorflow,${automatic().name}` },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '5' },
  },
});

const report = (line: string): void => void process.stderr.write(`${line}\n`);
const peers: Readonly<Record<string, string>> = {
  pytorch: 'torch_peer.py',
  tensorflow: 'tensorflow_peer.py',
};
const names = options.engines.split(',');
const interpreter = names.some((name) => name in peers) ? await python(report) : '';
const engines = Object.fromEntries(names.map((name) => [name, () => start(name)]));

function start(name: string): Engine {
  const script = peers[name];
  return script === undefined
    ? startEngine(process.execPath, [fileURLToPath(new URL('./peer.js', import.meta.url)), name])
    : startEngine(interpreter, ['-B', `test/bench/peers/${script}`]);
}

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
if (!options.json) process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n\n`);
const measurements: Measurement[] = [];
for (const name of options.only.split(',')) {
  const chosen = workload(name);
  for (const threads of options.threads.split(',').map(Number)) {
    const measurement = await measure(chosen, { threads, rounds: Number(options.rounds), engines });
    measurements.push(measurement);
    if (!options.json) process.stdout.write(`${table(measurement)}\n`);
  }
}
if (options.json) process.stdout.write(`${JSON.stringify({ machine, measurements })}\n`);
if (measurements.some((found) => found.engines.some((engine) => 'failure' in engine))) process.exitCode = 1;
