import { argMax, logSoftmax, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { noDraws } from './draws.ts';
import { upload } from './models.ts';
import type { Network } from './networks/network.ts';
import type { Plan } from './plan.ts';
import type { Batch, Ports } from './ports.ts';
import { networkInputs } from './step.ts';
import { named } from './terms.ts';
import type { Tensors } from './tensors.ts';

/** A network with its weights on the backend, ready to be asked. */
export interface Live {
  readonly network: Network;
  /** Data field of each input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly parameters: Tensors;
  readonly state: Tensors;
}

export interface Scores {
  /** Share of labelled samples whose arg max is the label. */
  readonly accuracy: number;
  /** Mean cross-entropy with the label, nats. */
  readonly loss: number;
  /** Arg max of every sample, in order. */
  readonly predictions: Int32Array;
}

/** Taps of a batch in evaluation mode. Call inside a tidy, outside any gradient. */
export const evaluationTaps = ({ network, inputs, parameters, state }: Live, batch: Tensors): Tensors =>
  network.apply(parameters, state, networkInputs(inputs, batch), { training: false, draws: noDraws }).taps;

/** Scores a whole split in its order. */
export async function evaluate(
  live: Live,
  plan: Plan,
  data: string,
  ports: Pick<Ports, 'data' | 'breathe'>,
): Promise<Scores> {
  const predictions = new Int32Array(plan.data[data]?.take ?? 0);
  let [seen, labelled, correct, loss] = [0, 0, 0, 0];
  for await (const batch of ports.data.inOrder(data, plan.evaluate.batch)) {
    const { best, logProbabilities } = predict(live, batch);
    const classes = live.network.classes ?? 1;
    const labels = batch.fields.label?.data ?? [];
    best.forEach((prediction, row) => {
      predictions[seen + row] = prediction;
      const label = labels[row] ?? -1;
      if (label < 0) return;
      labelled += 1;
      if (label === prediction) correct += 1;
      loss -= logProbabilities[row * classes + label] ?? 0;
    });
    seen += best.length;
    await ports.breathe();
  }
  return { accuracy: correct / labelled, loss: loss / labelled, predictions };
}

function predict(live: Live, batch: Batch): { best: Int32Array; logProbabilities: Float32Array } {
  const fields = upload(batch.fields);
  const results = tidy((): { best: Tensor; logProbabilities: Tensor } => {
    const logits = named(evaluationTaps(live, fields), 'logits');
    return { best: argMax(logits, -1), logProbabilities: logSoftmax(logits) };
  });
  const best = Int32Array.from(results.best.dataSync());
  const logProbabilities = Float32Array.from(results.logProbabilities.dataSync());
  for (const tensor of [...Object.values(fields), results.best, results.logProbabilities]) tensor.dispose();
  return { best, logProbabilities };
}

/** Share of samples on which two networks choose the same class. */
export function agreement(a: Int32Array, b: Int32Array): number {
  let same = 0;
  a.forEach((prediction, index) => {
    if (prediction === b[index]) same += 1;
  });
  return same / a.length;
}
