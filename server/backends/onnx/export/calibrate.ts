import type { HostTensors } from '../../../distill/tensors.ts';
import { encode, type OnnxModel, type OnnxNode } from '../model.ts';
import { openModel } from './run.ts';

/** Least and greatest value of a tensor. */
export interface Range {
  readonly least: number;
  readonly greatest: number;
}

/**
 * Ranges of tensors of a model over batches of samples, by name. The extremes are found inside the graph, so that
 * activations are never held all at once.
 */
export async function calibrate(
  model: OnnxModel,
  tensors: readonly string[],
  batches: AsyncIterable<HostTensors>,
): Promise<ReadonlyMap<string, Range>> {
  const ends = tensors.flatMap((name) => [`${name}.least`, `${name}.greatest`]);
  const reductions = tensors.flatMap((name): OnnxNode[] =>
    (['least', 'greatest'] as const).map((end) => ({
      op: end === 'least' ? 'ReduceMin' : 'ReduceMax',
      domain: '',
      inputs: [name],
      outputs: [`${name}.${end}`],
      attributes: { keepdims: 0 },
    })),
  );
  const open = await openModel(
    encode({
      ...model,
      nodes: [...model.nodes, ...reductions],
      outputs: ends.map((name) => ({ name, type: 'float32', shape: [] })),
    }),
    1,
  );
  const ranges = new Map<string, Range>();
  try {
    for await (const batch of batches) {
      const found = await open.run(batch);
      for (const name of tensors) {
        const { least, greatest } = ranges.get(name) ?? { least: 0, greatest: 0 };
        ranges.set(name, {
          least: Math.min(least, found[`${name}.least`]?.data[0] ?? 0),
          greatest: Math.max(greatest, found[`${name}.greatest`]?.data[0] ?? 0),
        });
      }
    }
  } finally {
    await open.close();
  }
  return ranges;
}
