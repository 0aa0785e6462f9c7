import type { OpenModel } from '../../backends/onnx/export/run.ts';
import type { Network } from '../../distill/networks/network.ts';
import { sizeOf, type HostTensor } from '../../distill/tensors.ts';

/** Median milliseconds of a pass, by batch size. */
export type Latency = Readonly<Record<'1' | '32', number>>;

const passes = { warmUp: 3, timed: 15 };

/** Of several models in turns, so that whatever else the machine does meets all of them. */
export async function latencies(
  models: Readonly<Record<string, OpenModel>>,
  network: Network,
): Promise<Readonly<Record<string, Latency>>> {
  const medians = [await timed(models, network, 1), await timed(models, network, 32)];
  return Object.fromEntries(
    Object.keys(models).map((name) => [
      name,
      { '1': medians[0]?.[name] ?? Number.NaN, '32': medians[1]?.[name] ?? Number.NaN },
    ]),
  );
}

async function timed(
  models: Readonly<Record<string, OpenModel>>,
  { inputs }: Network,
  batch: number,
): Promise<Readonly<Record<string, number>>> {
  const given = Object.fromEntries(
    inputs.map(({ name, shape, dtype }): [string, HostTensor] => {
      const size = batch * sizeOf(shape);
      return [
        name,
        {
          shape: [batch, ...shape],
          data: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size),
        },
      ];
    }),
  );
  const times = Object.fromEntries(Object.keys(models).map((name): [string, number[]] => [name, []]));
  for (let pass = 0; pass < passes.warmUp + passes.timed; pass++) {
    for (const [name, model] of Object.entries(models)) {
      const startedAt = performance.now();
      await model.run(given);
      if (pass >= passes.warmUp) times[name]?.push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [
      name,
      all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN,
    ]),
  );
}
