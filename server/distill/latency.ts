import { tidy, zeros } from '@tensorflow/tfjs-core';
import { evaluationTaps, type Live } from './evaluate.ts';
import type { Clock } from './ports.ts';
import { named } from './terms.ts';

/** Median milliseconds of a forward pass in evaluation mode, logits read back, after two passes to warm up. */
export async function latency(live: Live, batch: number, clock: Clock): Promise<number> {
  const fields = Object.fromEntries(
    live.network.inputs.map(({ name, shape, dtype }) => [
      live.inputs[name] ?? name,
      zeros([batch, ...shape], dtype),
    ]),
  );
  const times: number[] = [];
  for (let pass = 0; pass < 13; pass++) {
    const startedAt = clock();
    const logits = tidy(() => named(evaluationTaps(live, fields), 'logits').clone());
    await logits.data();
    logits.dispose();
    if (pass >= 2) times.push(clock() - startedAt);
  }
  for (const tensor of Object.values(fields)) tensor.dispose();
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
