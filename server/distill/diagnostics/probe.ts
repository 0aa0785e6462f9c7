import { upload } from '../models.ts';
import type { Plan } from '../plan.ts';
import type { DataPort } from '../ports.ts';
import type { Tensors } from '../tensors.ts';

/** The fixed samples that networks are compared on, on the backend. */
export interface Probe {
  readonly data: string;
  readonly batches: readonly ProbeBatch[];
  dispose(): void;
}

export interface ProbeBatch {
  readonly fields: Tensors;
  /** Position of each row in the data set. */
  readonly ids: Int32Array;
  /** −1 where unlabelled. */
  readonly labels: readonly number[];
}

/** Samples in a forward pass over the probe. */
export const probeBatch = 128;

/** Null when the plan has none. */
export async function loadProbe(
  { diagnostics: { probe } }: Plan,
  ports: { readonly data: Pick<DataPort, 'inOrder'> },
): Promise<Probe | null> {
  if (probe === null) return null;
  const batches: ProbeBatch[] = [];
  for await (const { fields, ids } of ports.data.inOrder(probe.data, probeBatch, probe.samples)) {
    const labels = Array.from(ids, (_, row) => fields.label?.data[row] ?? -1);
    batches.push({ fields: upload(fields), ids, labels });
  }
  return {
    data: probe.data,
    batches,
    dispose() {
      for (const { fields } of batches) for (const tensor of Object.values(fields)) tensor.dispose();
    },
  };
}
