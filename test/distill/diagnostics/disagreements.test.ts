import { beforeAll, describe, expect, test } from 'vitest';
import { eager } from '../../../server/distill/compile.ts';
import { scaleOf, normalise } from '../../../server/distill/data/normalise.ts';
import { prepareDisagreements } from '../../../server/distill/diagnostics/disagreements.ts';
import { loadProbe } from '../../../server/distill/diagnostics/probe.ts';
import { Forward, type Live } from '../../../server/distill/forward.ts';
import { findNetwork } from '../../../server/distill/networks/index.ts';
import type { DataPlan, Plan } from '../../../server/distill/plan.ts';
import type { Batch, DataPort, FoundDisagreement } from '../../../server/distill/ports.ts';
import { normals, uniforms } from '../../../server/distill/random.ts';
import { select, upload } from '../../../server/distill/models.ts';
import { examplePlan } from '../../runs/example-plan.ts';
import { startCpu } from '../../tensorflow.ts';
import { context } from '../networks/network.ts';

beforeAll(startCpu);

const samples = 150;
const [height, width, channels] = [4, 6, 3];
const size = height * width * channels;
const normalize = { mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.25, 0.3] };
const bytes = Uint8Array.from(
  uniforms({ seed: 1, stage: 0, step: 0, site: 'bytes' }, samples * size),
  (u) => 256 * u,
);
const pixels = new Float32Array(samples * size);
normalise(bytes, scaleOf(channels, normalize), pixels, 0);

/** Images in memory, labelled by their position; each third has no label. */
const data: Pick<DataPort, 'inOrder'> = {
  async *inOrder(_, batch, limit = samples): AsyncGenerator<Batch> {
    for (let from = 0; from < limit; from += batch) {
      const count = Math.min(batch, limit - from);
      yield await Promise.resolve({
        fields: {
          image: {
            shape: [count, height, width, channels],
            data: pixels.slice(from * size, (from + count) * size),
          },
          label: {
            shape: [count],
            data: Int32Array.from({ length: count }, (_, row) => ((from + row) % 3 === 0 ? -1 : from + row)),
          },
        },
        ids: Int32Array.from({ length: count }, (_, row) => from + row),
      });
    }
  },
};

const val: DataPlan = {
  source: 'idx',
  config: {},
  files: [],
  key: 'val',
  skip: 0,
  take: samples,
  labelled: true,
  classes: 10,
  fields: { image: { shape: [height, width, channels], dtype: 'float32' } },
  augment: [],
  normalize,
};
const plan: Plan = {
  ...examplePlan,
  data: { val },
  diagnostics: { ...examplePlan.diagnostics, probe: { data: 'val', samples } },
};

interface Linear {
  readonly live: Live;
  /** Log-probabilities of a sample in float64. */
  readonly logProbabilities: (sample: number) => readonly number[];
}

/** A network of one dense layer, whose answers are computed here as well. */
function linear(site: string, classes: number): Linear {
  const network = findNetwork('mlp').build({ hidden: [] }, context([height, width, channels], classes));
  const [kernel] = network.parameters.filter(({ shape }) => shape.length === 2);
  const draw = normals({ seed: 2, stage: 0, step: 0, site }, size * classes);
  const values = Object.fromEntries(
    network.parameters.map(({ name, shape }) => [
      name,
      { shape, data: name === kernel?.name ? draw.map((x) => 0.1 * x) : new Float32Array(classes) },
    ]),
  );
  const weights = values[kernel?.name ?? '']?.data ?? new Float32Array(0);
  return {
    live: {
      network,
      inputs: { image: 'image' },
      parameters: select(upload(values), network.parameters),
      state: {},
    },
    logProbabilities(sample) {
      const logits = Array.from({ length: classes }, (_, c) => {
        let sum = 0;
        for (let i = 0; i < size; i++)
          sum += (pixels[sample * size + i] ?? 0) * (weights[i * classes + c] ?? 0);
        return sum;
      });
      const norm = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0));
      return logits.map((x) => x - norm);
    },
  };
}

const divergence = (teacher: Linear, student: Linear, sample: number): number => {
  const q = student.logProbabilities(sample);
  return teacher
    .logProbabilities(sample)
    .reduce((sum, logP, c) => sum + Math.exp(logP) * (logP - (q[c] ?? 0)), 0);
};

async function found(teacher: Linear, student: Linear): Promise<readonly FoundDisagreement[]> {
  const probe = await loadProbe(plan, { data });
  const forward = new Forward(eager);
  const disagreeing = await prepareDisagreements(
    plan,
    { teacher: teacher.live, student: student.live },
    { probe, forward },
  );
  return (await disagreeing?.among(student.live)) ?? [];
}

describe('disagreements', () => {
  test('are the twelve samples of the probe with the largest KL(teacher ‖ student), the largest first', async () => {
    const [teacher, student] = [linear('teacher', 10), linear('student', 10)];
    const expected = Array.from({ length: samples }, (_, sample) => ({
      sample,
      divergence: divergence(teacher, student, sample),
    }))
      .sort((a, b) => b.divergence - a.divergence)
      .slice(0, 12);
    const all = await found(teacher, student);
    expect(all.map(({ sample }) => sample)).toEqual(expected.map(({ sample }) => sample));
    all.forEach((one, index) => expect(one.divergence).toBeCloseTo(expected[index]?.divergence ?? NaN, 4));
  });

  test('show both distributions over all classes, and the label where there is one', async () => {
    const [teacher, student] = [linear('teacher', 10), linear('student', 10)];
    for (const { sample, label, classes, ...shown } of await found(teacher, student)) {
      expect(label).toBe(sample % 3 === 0 ? null : sample);
      expect(classes).toBeNull();
      teacher
        .logProbabilities(sample)
        .forEach((p, c) => expect(shown.teacher[c]).toBeCloseTo(Math.exp(p), 5));
      student
        .logProbabilities(sample)
        .forEach((p, c) => expect(shown.student[c]).toBeCloseTo(Math.exp(p), 5));
    }
  });

  test('show the image as the bytes that it was normalised from', async () => {
    for (const { sample, image } of await found(linear('teacher', 10), linear('student', 10))) {
      expect(image).toMatchObject({ width, height, channels });
      expect(image?.pixels).toEqual(bytes.slice(sample * size, (sample + 1) * size));
    }
  });

  test('keep, of many classes, the hundred that either network gives the most', async () => {
    const [teacher, student] = [linear('teacher', 130), linear('student', 130)];
    const [first] = await found(teacher, student);
    const sample = first?.sample ?? 0;
    const larger = teacher
      .logProbabilities(sample)
      .map((p, c) => Math.max(p, student.logProbabilities(sample)[c] ?? 0));
    const least = larger.toSorted((a, b) => b - a)[99] ?? NaN;
    expect(first?.classes).toEqual(larger.flatMap((p, c) => (p >= least ? [c] : [])));
    expect(first?.teacher).toHaveLength(100);
    expect(first?.student).toHaveLength(100);
  });

  test('are none where the two know different classes, or nobody teaches, or there is no probe', async () => {
    const [teacher, student] = [linear('teacher', 10), linear('student', 7)];
    const probe = await loadProbe(plan, { data });
    const forward = new Forward(eager);
    const prepare = (live: Live | null, given: typeof probe) =>
      prepareDisagreements(plan, { teacher: live, student: student.live }, { probe: given, forward });
    expect(await prepare(teacher.live, probe)).toBeNull();
    expect(await prepare(null, probe)).toBeNull();
    expect(await prepare(student.live, null)).toBeNull();
  });
});
