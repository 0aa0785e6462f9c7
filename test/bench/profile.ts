import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnx } from '../../server/backends/onnx/index.ts';
import { startingTensors } from './peers/definition.ts';
import { startTraining } from './peers/training.ts';
import { workload, workloadNames } from './peers/workloads.ts';
import { watchSessions } from './session-profile.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Steps before those that count: sessions are opened in the first. */
const warmUp = 3;
/** Steps are profiled for about as long, but not more often: a session writes an event a node and step. */
const [profiledMs, most] = [10_000, 200];

interface Step {
  readonly ms: number;
  readonly updatesMs: number;
}

const groups: Readonly<Record<string, RegExp>> = {
  'products and convolutions': /^(Fused)?(MatMul|Gemm|Conv)$/,
  'transposes and other layouts':
    /^(Transpose|Reshape|Reorder\w+|Concat|Slice|Split|Squeeze|Unsqueeze|Expand|Pad|Identity|MemcpyTo\w+)$/,
  'LayerNorm, GELU and softmax, forward': /^((Skip)?LayerNormalization|(Bias)?Gelu|(Log)?Softmax)$/,
  'sums and means': /^(Reduce\w+|GlobalAveragePool|AveragePool)$/,
  'looking up and adding to rows': /^(Gather\w*|Scatter\w*|OneHot|ArgMax)$/,
};
const elementwise = 'elementwise';

const groupOf = (operator: string): string =>
  Object.entries(groups).find(([, pattern]) => pattern.test(operator))?.[0] ?? elementwise;

/**
 * Where the steps of a comparison with other engines spend their time, by ONNX operator and in JavaScript, with one and
 * two threads: means of the fastest quarter of the steps, which other work disturbed least. Words after `profile` are
 * workloads: `npm run -s bench -- profile bert-kd`.
 */
export async function profile(words: readonly string[] = []): Promise<readonly Row[]> {
  const names =
    words.length === 0 ? ['bert-kd', 'mnist'] : words.filter((word) => workloadNames.includes(word));
  const rows: Row[] = [];
  for (const name of names) for (const threads of [1, 2]) rows.push(...(await profiled(name, threads)));
  return rows;
}

async function profiled(name: string, threads: number): Promise<readonly Row[]> {
  // Opens sessions of its own, to probe the blocked layout.
  const compile = await onnx.start({ threads });
  const folder = await mkdtemp(join(tmpdir(), 'retort-profile-'));
  const watched = watchSessions(folder);
  try {
    const chosen = workload(name);
    const training = startTraining(chosen, compile, startingTensors(chosen));
    for (let at = 0; at < warmUp; at++) await training.step();
    const steps: Step[] = [];
    for (let left = profiledMs; steps.length < most && left > 0; left -= steps.at(-1)?.ms ?? 0) {
      const [startedAt, before] = [performance.now(), watched.updatesMs()];
      await training.step();
      steps.push({ ms: performance.now() - startedAt, updatesMs: watched.updatesMs() - before });
    }
    const kept = [...steps.entries()]
      .sort(([, one], [, other]) => one.ms - other.ms)
      .slice(0, Math.ceil(steps.length / 4));
    const mean = (of: (step: Step) => number): number =>
      kept.reduce((sum, [, step]) => sum + of(step), 0) / kept.length;
    const [stepMs, updatesMs] = [mean(({ ms }) => ms), mean((step) => step.updatesMs)];
    const { byOperator, sessionsMs } = await watched.end(steps.length, new Set(kept.map(([at]) => at)));
    training.dispose();
    const inNodes = [...byOperator.values()].reduce((sum, ms) => sum + ms, 0);
    const parts = new Map<string, number>();
    for (const [operator, ms] of byOperator)
      parts.set(groupOf(operator), (parts.get(groupOf(operator)) ?? 0) + ms);
    const all = [
      ...[...parts].sort(([, a], [, b]) => b - a),
      ['optimizer update in JavaScript', updatesMs] as const,
      ['ONNX Runtime between nodes', sessionsMs - inNodes] as const,
      ['JavaScript around sessions', stepMs - sessionsMs - updatesMs] as const,
    ];
    const title = `${name}, ${threads} thread${threads === 1 ? '' : 's'}`;
    const share = (ms: number): number => (100 * ms) / stepMs;
    return [
      { name: `${title}: step`, value: stepMs, unit: 'ms' },
      ...all.flatMap(([part, ms]) => [
        { name: `${title}: ${part}`, value: ms, unit: 'ms' },
        { name: `${title}: ${part}`, value: share(ms), unit: '% of the step' },
      ]),
      ...[...byOperator]
        .filter(([, ms]) => share(ms) >= 1)
        .sort(([, a], [, b]) => b - a)
        .map(([operator, ms]) => ({
          name: `${title}: ${operator}`,
          value: share(ms),
          unit: '% of the step',
        })),
    ];
  } finally {
    watched.release();
    await rm(folder, { recursive: true });
  }
}
