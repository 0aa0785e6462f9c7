import type { OpenModel } from '../../backends/onnx/export/run.ts';
import { Forward, tapsOf, type Live } from '../../distill/forward.ts';
import { upload } from '../../distill/models.ts';
import type { ModelPlan, Plan } from '../../distill/plan.ts';
import type { HostTensor, HostTensors } from '../../distill/tensors.ts';
import type { ComputePorts } from '../compute.ts';
import { inputsOf, judgedOn } from './data.ts';

/** Batch sizes that are compared beside that of the evaluation. */
export const batchSizes: readonly number[] = [1, 3, 32];

/** How an exported model does beside the network that it was made from. */
export interface Judgement {
  /** Largest absolute difference of an output. */
  readonly difference: number;
  /** Share of labelled samples that it gets right; null without labels or classes. */
  readonly accuracy: number | null;
}

export interface Judged {
  readonly data: string;
  readonly samples: number;
  /** Largest absolute value of an output of the network. */
  readonly peak: number;
  readonly accuracy: number | null;
  readonly models: Readonly<Record<string, Judgement>>;
}

interface Subject {
  readonly plan: Plan;
  readonly model: ModelPlan;
  readonly live: Live;
  /** Taps that are outputs. */
  readonly outputs: readonly string[];
  /** Open models by name. */
  readonly models: Readonly<Record<string, OpenModel>>;
}

/** Runs network and models on a whole split, and on the first samples of it in other batch sizes. */
export async function judge(
  subject: Subject,
  ports: Pick<ComputePorts, 'data' | 'compile' | 'breathe'>,
): Promise<Judged> {
  const { plan, model, live, outputs, models } = subject;
  const data = judgedOn(plan, model);
  const forward = new Forward(ports.compile);
  const network = new Tally();
  const tallies = new Map(Object.keys(models).map((name) => [name, new Tally()]));
  let samples = 0;
  for await (const batch of ports.data.inOrder(data, plan.evaluate.batch)) {
    const fields = upload(batch.fields);
    const taps = await forward.ask(live, tapsOf(outputs), fields);
    const expected: Record<string, HostTensor> = {};
    for (const [name, tap] of Object.entries(taps))
      expected[name] = { shape: tap.shape, data: Float32Array.from(await tap.data()) };
    for (const tensor of [...Object.values(fields), ...Object.values(taps)]) tensor.dispose();
    const labels = batch.fields.label?.data ?? new Int32Array();
    network.score(expected.logits, labels);
    network.compare(expected, {});
    const inputs = inputsOf(model, batch);
    for (const [name, open] of Object.entries(models)) {
      const tally = tallies.get(name);
      const found = await open.run(inputs);
      tally?.score(found.logits, labels);
      tally?.compare(found, expected);
      const here = samples === 0 ? batchSizes.filter((size) => size < batch.ids.length) : [];
      for (const size of here) tally?.compare(await open.run(first(inputs, size)), first(expected, size));
    }
    samples += batch.ids.length;
    await ports.breathe();
  }
  forward.dispose();
  return {
    data,
    samples,
    peak: network.difference,
    accuracy: network.accuracy,
    models: Object.fromEntries(
      [...tallies].map(([name, { difference, accuracy }]) => [name, { difference, accuracy }]),
    ),
  };
}

/** The first samples of a batch. */
const first = (tensors: HostTensors, size: number): HostTensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [
      name,
      { shape: [size, ...shape.slice(1)], data: data.slice(0, (data.length / (shape[0] ?? 1)) * size) },
    ]),
  );

class Tally {
  /** NaN where outputs are missing, or not numbers. */
  difference = 0;
  #right = 0;
  #labelled = 0;

  get accuracy(): number | null {
    return this.#labelled === 0 ? null : this.#right / this.#labelled;
  }

  score(logits: HostTensor | undefined, labels: ArrayLike<number>): void {
    const classes = logits?.shape[1] ?? 0;
    for (let row = 0; row < labels.length && logits !== undefined; row++) {
      const label = labels[row] ?? -1;
      if (label < 0) continue;
      this.#labelled += 1;
      const values = logits.data.subarray(row * classes, (row + 1) * classes);
      if (values.indexOf(Math.max(...values)) === label) this.#right += 1;
    }
  }

  /** Against nothing: against zeros. */
  compare(found: HostTensors, expected: HostTensors): void {
    for (const [name, { data }] of Object.entries(found)) {
      const wanted = expected[name]?.data;
      for (let index = 0; index < data.length; index++) {
        const distance = Math.abs(
          (data[index] ?? Number.NaN) - (wanted === undefined ? 0 : (wanted[index] ?? Number.NaN)),
        );
        if (!(distance <= this.difference)) this.difference = distance;
      }
    }
  }
}
