import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { format } from '../checkpoints/safetensors.ts';
import { tapsOf, type Forward, type Live } from '../forward.ts';
import { upload } from '../models.ts';
import type { Plan, StagePlan } from '../plan.ts';
import type { Batch, Ports } from '../ports.ts';
import { named } from '../terms.ts';
import { sizeOf, type HostTensors, type Shape, type Tensors } from '../tensors.ts';

/** What the teachers of a stage say about a batch, as `model/tap`. The caller disposes the tensors. */
export interface Targets {
  of(batch: Batch, fields: Tensors): Promise<Tensors>;
}

export interface Teacher {
  readonly id: string;
  readonly live: Live;
  /** Its variables and moving statistics on the host, for hashing. */
  readonly weights: HostTensors;
  /** Shapes of its taps without the batch axis. */
  readonly taps: Readonly<Record<string, Shape>>;
}

/** Taps of each teacher that some term of the stage reads. */
function tapsRead(stage: StagePlan): ReadonlyMap<string, readonly string[]> {
  const taps = new Map<string, Set<string>>();
  for (const term of stage.updates.flatMap((update) => update.terms)) {
    if (term.teacher === null) continue;
    const read = taps.get(term.teacher) ?? new Set<string>();
    for (const pair of term.pairs) if (pair.teacher !== null) read.add(pair.teacher);
    taps.set(term.teacher, read);
  }
  return new Map([...taps].map(([teacher, read]) => [teacher, [...read]]));
}

/** Data sets whose rows some term with a teacher sees. */
const partsRead = (stage: StagePlan): ReadonlySet<string> =>
  new Set(
    stage.updates
      .flatMap((update) => update.terms)
      .filter((term) => term.teacher !== null)
      .flatMap((term) => term.data ?? stage.parts.map(({ data }) => data)),
  );

/** Asks the teachers with every batch: for augmented data and for targets too large to keep. */
export function askEachStep(teachers: readonly Teacher[], stage: StagePlan, forward: Forward): Targets {
  const read = tapsRead(stage);
  return {
    async of(_, fields) {
      const answers: Record<string, Tensor> = {};
      for (const { id, live } of teachers) {
        const taps = await forward.ask(live, tapsOf(read.get(id) ?? []), fields);
        for (const [tap, answer] of Object.entries(taps)) answers[`${id}/${tap}`] = answer;
      }
      return answers;
    },
  };
}

/** What labelling needs. */
type Labeller = Ports & { readonly forward: Forward };

/** Samples a labelling pass looks at together. Fixed, so that stored values don't depend on the order of training. */
const labellingBatch = 256;

/**
 * Asks each teacher once about every sample, keeps the answers by sample, and looks them up. Answers are stored under
 * (teacher hash, data key, tap) and reused by later runs. Only right where data repeat exactly.
 */
export async function storeTargets(
  plan: Plan,
  stage: StagePlan,
  teachers: readonly Teacher[],
  ports: Labeller,
): Promise<Targets> {
  const stored = new Map<string, Stored>();
  const readParts = partsRead(stage);
  for (const teacher of teachers) {
    const teacherHash = ports.sha256(format(teacher.weights, {}));
    const read = tapsRead(stage).get(teacher.id) ?? [];
    for (const part of stage.parts.filter(({ data }) => readParts.has(data))) {
      const labelled = await label({ plan, data: part.data, teacher, read, teacherHash }, ports);
      for (const [tap, values] of labelled) stored.set(`${teacher.id}/${tap}@${part.data}`, values);
    }
  }
  const names = teachers.flatMap(({ id }) => (tapsRead(stage).get(id) ?? []).map((tap) => `${id}/${tap}`));
  return {
    of: (batch) =>
      Promise.resolve(Object.fromEntries(names.map((name) => [name, lookUp(name, stage, batch, stored)]))),
  };
}

interface Stored {
  readonly shape: Shape;
  readonly values: Float32Array;
}

interface Labelling {
  readonly plan: Plan;
  readonly data: string;
  readonly teacher: Teacher;
  readonly read: readonly string[];
  readonly teacherHash: string;
}

async function label(
  { plan, data, teacher, read, teacherHash }: Labelling,
  ports: Labeller,
): Promise<ReadonlyMap<string, Stored>> {
  const split = plan.data[data];
  if (split === undefined) throw new Error(`The plan has no data ${data}.`);
  const preprocessing = JSON.stringify([split.key, split.skip, split.take, split.normalize]);
  const keyOf = (tap: string) =>
    ports.sha256(new TextEncoder().encode(`${teacherHash}\n${preprocessing}\n${tap}`));
  const known = new Map<string, Stored>();
  const made = new Map<string, Stored>();
  for (const tap of read) {
    const shape = teacher.taps[tap] ?? [];
    const values = await ports.targets.load(keyOf(tap));
    if (values?.length === split.take * sizeOf(shape)) known.set(tap, { shape, values });
    else made.set(tap, { shape, values: new Float32Array(split.take * sizeOf(shape)) });
  }
  if (made.size === 0) return known;
  let seen = 0;
  for await (const batch of ports.data.inOrder(data, labellingBatch)) {
    const fields = upload(batch.fields);
    const answers = await ports.forward.ask(teacher.live, tapsOf([...made.keys()]), fields);
    for (const [tap, { shape, values }] of made)
      values.set(await named(answers, tap).data(), seen * sizeOf(shape));
    for (const used of [...Object.values(fields), ...Object.values(answers)]) used.dispose();
    seen += batch.ids.length;
    await ports.breathe();
  }
  for (const [tap, { values }] of made) await ports.targets.save(keyOf(tap), values);
  return new Map([...known, ...made]);
}

/** Gathers the rows of a batch from what is stored for each of its parts; zeros for parts that no term reads. */
function lookUp(name: string, stage: StagePlan, batch: Batch, stored: ReadonlyMap<string, Stored>): Tensor {
  const kept = stage.parts.map((part) => stored.get(`${name}@${part.data}`));
  const shape = kept.find((entry) => entry !== undefined)?.shape ?? [];
  const size = sizeOf(shape);
  const values = new Float32Array(batch.ids.length * size);
  let row = 0;
  stage.parts.forEach((part, index) => {
    for (let i = 0; i < part.samples; i++, row++) {
      const id = batch.ids[row] ?? 0;
      const answers = kept[index]?.values.subarray(id * size, (id + 1) * size);
      if (answers !== undefined) values.set(answers, row * size);
    }
  });
  return tensor(values, [batch.ids.length, ...shape]);
}
