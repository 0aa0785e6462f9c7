import { zeros } from '@tensorflow/tfjs-core';
import { Forward, tapsOf, type Live } from './forward.ts';
import { buildNetworks, select, upload } from './models.ts';
import { initialise } from './networks/initialise.ts';
import type { Plan } from './plan.ts';
import type { Clock, Ports } from './ports.ts';
import { named } from './terms.ts';

/** Median milliseconds of a forward pass, by batch size. */
export type Latency = Readonly<Record<'1' | '32', number>>;

/** Latency of every model of a plan. Values of weights don't matter to it, so they are drawn. */
export async function latencies(
  plan: Plan,
  ports: Pick<Ports, 'json' | 'clock' | 'compile'>,
): Promise<Readonly<Record<string, Latency>>> {
  const found: Record<string, Latency> = {};
  const forward = new Forward(ports.compile);
  for (const [id, network] of await buildNetworks(plan, ports.json)) {
    const tensors = upload(initialise([...network.parameters, ...network.state], { seed: 0, model: id }));
    const live: Live = {
      network,
      inputs: plan.models[id]?.inputs ?? {},
      parameters: select(tensors, network.parameters),
      state: select(tensors, network.state),
      frozen: true,
    };
    found[id] = {
      '1': await latency(live, 1, { ...ports, forward }),
      '32': await latency(live, 32, { ...ports, forward }),
    };
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
  forward.dispose();
  return found;
}

/** In evaluation mode, logits read back, after two passes to warm up. */
async function latency(
  live: Live,
  batch: number,
  { clock, forward }: { readonly clock: Clock; readonly forward: Forward },
): Promise<number> {
  const fields = Object.fromEntries(
    live.network.inputs.map(({ name, shape, dtype }) => [
      live.inputs[name] ?? name,
      zeros([batch, ...shape], dtype),
    ]),
  );
  const times: number[] = [];
  for (let pass = 0; pass < 13; pass++) {
    const startedAt = clock();
    const logits = named(await forward.ask(live, tapsOf(['logits']), fields), 'logits');
    await logits.data();
    logits.dispose();
    if (pass >= 2) times.push(clock() - startedAt);
  }
  for (const tensor of Object.values(fields)) tensor.dispose();
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
