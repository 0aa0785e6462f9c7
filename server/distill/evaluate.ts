import { argMax, logSoftmax } from '@tensorflow/tfjs-core';
import type { Forward, Live, Question } from './forward.ts';
import { upload } from './models.ts';
import type { Plan } from './plan.ts';
import type { Batch, Ports } from './ports.ts';
import { named } from './terms.ts';

export interface Scores {
  /** Share of labelled samples whose arg max is the label. */
  readonly accuracy: number;
  /** Mean cross-entropy with the label, nats. */
  readonly loss: number;
  /** Arg max of every sample, in order. */
  readonly predictions: Int32Array;
}

/** Best class and log-probabilities of each sample. */
const predicted: Question = {
  key: 'prediction',
  answer: (taps) => {
    const logits = named(taps, 'logits');
    return { best: argMax(logits, -1), logProbabilities: logSoftmax(logits) };
  },
};

/** Scores a whole split in its order. */
export async function evaluate(
  live: Live,
  plan: Plan,
  data: string,
  ports: Pick<Ports, 'data' | 'breathe'> & { readonly forward: Forward },
): Promise<Scores> {
  const predictions = new Int32Array(plan.data[data]?.take ?? 0);
  let [seen, labelled, correct, loss] = [0, 0, 0, 0];
  for await (const batch of ports.data.inOrder(data, plan.evaluate.batch)) {
    const { best, logProbabilities } = await predict(live, batch, ports.forward);
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

async function predict(
  live: Live,
  batch: Batch,
  forward: Forward,
): Promise<{ best: Int32Array; logProbabilities: Float32Array }> {
  const fields = upload(batch.fields);
  const answer = await forward.ask(live, predicted, fields);
  const best = Int32Array.from(await named(answer, 'best').data());
  const logProbabilities = Float32Array.from(await named(answer, 'logProbabilities').data());
  for (const tensor of [...Object.values(fields), ...Object.values(answer)]) tensor.dispose();
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
