import {
  concat,
  div,
  mean,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  add,
  scalar,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Compiled } from '../backend.ts';
import { evaluationTaps, tapsOf, type Forward, type Live } from '../forward.ts';
import { upload } from '../models.ts';
import type { PairPlan, Plan, StagePlan } from '../plan.ts';
import type { Ports } from '../ports.ts';
import { named, projected } from '../terms.ts';
import type { Tensors } from '../tensors.ts';
import { asVectors, centredGram, ckaMatrix } from './cka.ts';

/** Layer matching of one stage, on a fixed probe of validation samples in evaluation mode. */
export interface Matching {
  /** Columns of the diagnostics table and their values. `variables` hold the projections. */
  measure(student: Live, variables: Tensors): Promise<Readonly<Record<string, number>>>;
  dispose(): void;
}

/** Samples in a forward pass over the probe. */
const probeBatch = 128;

/** Loads the probe and looks at the teachers, which don't change, once. Null when there is nothing to match. */
export async function prepareMatching(
  plan: Plan,
  stage: StagePlan,
  teachers: ReadonlyMap<string, Live>,
  ports: Pick<Ports, 'data' | 'compile'> & { readonly forward: Forward },
): Promise<Matching | null> {
  const { probe } = plan.diagnostics;
  const pairs = stage.updates
    .flatMap((update) => update.terms)
    .flatMap((term) => term.pairs.map((pair) => ({ pair, teacher: term.teacher })))
    .flatMap(({ pair, teacher }) =>
      teacher === null || pair.teacher === null
        ? []
        : [{ pair, student: pair.student, teacher: `${teacher}/${pair.teacher}` }],
    );
  const matrix = plan.diagnostics.matrix.filter((entry) => entry.stage === stage.name);
  if (probe === null || pairs.length + matrix.length === 0) return null;

  const batches: Record<string, Tensor>[] = [];
  for await (const batch of ports.data.inOrder(probe.data, probeBatch, probe.samples))
    batches.push(upload(batch.fields));

  const teacherTaps = new Set([
    ...pairs.map(({ teacher }) => teacher),
    ...matrix.flatMap((entry) => entry.teacher.map((tap) => `${entry.teacherModel}/${tap}`)),
  ]);
  const studentTaps = new Set([
    ...pairs.map(({ student }) => student),
    ...matrix.flatMap((entry) => entry.student),
  ]);
  const ofTeachers: Record<string, Tensor> = {};
  for (const [id, live] of teachers) {
    const own = [...teacherTaps]
      .filter((tap) => tap.startsWith(`${id}/`))
      .map((tap) => tap.slice(id.length + 1));
    const features = await ofProbe(live, batches, own, ports.forward);
    for (const tap of own) ofTeachers[`${id}/${tap}`] = named(features, tap);
  }
  const gramsOf = ports.compile(grams, { name: `${stage.name}, teacher grams` });
  const teacherGrams = await gramsOf.run(ofTeachers);
  gramsOf.dispose();
  const teacherNames = Object.keys(teacherGrams);
  const columns = [
    ...pairs.flatMap(({ pair }) => [`${pair.id}.cka`, `${pair.id}.cosine`, `${pair.id}.relativeError`]),
    ...matrix.flatMap((entry) =>
      entry.student.flatMap((s) => entry.teacher.map((t) => `${stage.name}/${s}×${t}.cka`)),
    ),
  ];

  /** Values of the columns, of a student on the whole probe. */
  const compared = (live: Pick<Live, 'network' | 'inputs'>) => (given: Compared) => {
    const pieces = Object.values(given.batches).map((batch) => evaluationTaps({ ...live, ...given }, batch));
    const features: Tensors = Object.fromEntries(
      [...studentTaps].map((tap) => [
        tap,
        concat(
          pieces.map((piece) => named(piece, tap)),
          0,
        ),
      ]),
    );
    const students = [...studentTaps];
    const found = Object.values(grams(features));
    const all = reshape(
      ckaMatrix(
        found,
        teacherNames.map((tap) => named(given.teacherGrams, tap)),
      ),
      [-1],
    );
    const cka = (student: string, teacher: string): Tensor => {
      const row = students.indexOf(student) * teacherNames.length;
      return reshape(slice(all, [row + teacherNames.indexOf(teacher)], [1]), []);
    };
    const values = stack([
      ...pairs.flatMap(({ pair, student: s, teacher: t }) => [
        cka(s, t),
        ...closeness(pair, {
          student: named(features, s),
          teacher: named(given.teachers, t),
          variables: given.variables,
        }),
      ]),
      ...matrix.flatMap((entry) =>
        entry.student.flatMap((s) => entry.teacher.map((t) => cka(s, `${entry.teacherModel}/${t}`))),
      ),
    ]);
    return { values };
  };
  let compiled: Compiled<Compared, { readonly values: Tensor }> | null = null;

  return {
    async measure(student, variables) {
      compiled ??= ports.compile(compared(student), { name: `${stage.name}, layer matching` });
      const { parameters, state } = student;
      const { values } = await compiled.run({
        parameters,
        state,
        variables,
        batches: Object.fromEntries(batches.map((batch, index) => [`${index}`, batch])),
        teachers: ofTeachers,
        teacherGrams,
      });
      const numbers = await values.data();
      values.dispose();
      return Object.fromEntries(columns.map((column, index) => [column, Number(numbers[index])]));
    },
    dispose() {
      compiled?.dispose();
      for (const tensor of [
        ...batches.flatMap((batch) => Object.values(batch)),
        ...Object.values(ofTeachers),
        ...Object.values(teacherGrams),
      ])
        tensor.dispose();
    },
  };
}

/** What a comparison of a student with its teachers reads. */
interface Compared {
  readonly parameters: Tensors;
  readonly state: Tensors;
  /** Of the projections. */
  readonly variables: Tensors;
  readonly batches: Readonly<Record<string, Tensors>>;
  /** Their taps on the whole probe, by `model/tap`. */
  readonly teachers: Tensors;
  readonly teacherGrams: Tensors;
}

/** Centred Gram matrices of taps, by the same names. */
const grams = (features: Tensors): Record<string, Tensor2D> =>
  Object.fromEntries(
    Object.entries(features).map(([tap, feature]) => [tap, centredGram(asVectors(feature))]),
  );

/** Taps of the whole probe, batch axis first. The caller disposes them. */
async function ofProbe(
  live: Live,
  batches: readonly Tensors[],
  taps: readonly string[],
  forward: Forward,
): Promise<Tensors> {
  const pieces: Tensors[] = [];
  for (const batch of batches) pieces.push(await forward.ask(live, tapsOf(taps), batch));
  const whole = Object.fromEntries(
    taps.map((tap) => [
      tap,
      concat(
        pieces.map((piece) => named(piece, tap)),
        0,
      ),
    ]),
  );
  for (const tensor of pieces.flatMap((piece) => Object.values(piece))) tensor.dispose();
  return whole;
}

/** Mean cosine and relative error of a pair after its projection; NaN where the shapes still differ. */
function closeness(
  pair: PairPlan,
  inputs: { student: Tensor; teacher: Tensor; variables: Tensors },
): readonly Tensor[] {
  const student = projected(pair, inputs.student, inputs.variables);
  if (student.size !== inputs.teacher.size) return [scalar(Number.NaN), scalar(Number.NaN)];
  const [samples = 1] = inputs.teacher.shape;
  const [s, t] = [reshape(student, [samples, -1]), reshape(inputs.teacher, [samples, -1])];
  const norm = (x: Tensor): Tensor => sqrt(sum(square(x), 1));
  const cosine = div(sum(mul(s, t), 1), add(mul(norm(s), norm(t)), 1e-12));
  const error = div(sqrt(sum(square(sub(s, t)))), add(sqrt(sum(square(t))), 1e-12));
  return [mean(cosine), error];
}
