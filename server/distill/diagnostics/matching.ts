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
  keep,
  scalar,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { evaluationTaps, type Live } from '../evaluate.ts';
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
  data: Ports['data'],
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
  for await (const batch of data.inOrder(probe.data, probeBatch, probe.samples))
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
  const teacherGrams: Record<string, Tensor2D> = {};
  tidy(() => {
    for (const [id, live] of teachers) {
      const own = [...teacherTaps].filter((tap) => tap.startsWith(`${id}/`));
      const features = collect(
        live,
        batches,
        own.map((tap) => tap.slice(id.length + 1)),
      );
      for (const tap of own) {
        const feature = named(features, tap.slice(id.length + 1));
        ofTeachers[tap] = keep(feature);
        teacherGrams[tap] = keep(centredGram(asVectors(feature)));
      }
    }
  });
  const teacherNames = Object.keys(teacherGrams);
  const columns = [
    ...pairs.flatMap(({ pair }) => [`${pair.id}.cka`, `${pair.id}.cosine`, `${pair.id}.relativeError`]),
    ...matrix.flatMap((entry) =>
      entry.student.flatMap((s) => entry.teacher.map((t) => `${stage.name}/${s}×${t}.cka`)),
    ),
  ];

  return {
    async measure(student, variables) {
      const values = tidy(() => {
        const features = collect(student, batches, [...studentTaps]);
        const students = [...studentTaps];
        const found = students.map((tap) => centredGram(asVectors(named(features, tap))));
        const all = reshape(ckaMatrix(found, Object.values(teacherGrams)), [-1]);
        const cka = (student: string, teacher: string): Tensor => {
          const row = students.indexOf(student) * teacherNames.length;
          return reshape(slice(all, [row + teacherNames.indexOf(teacher)], [1]), []);
        };
        return stack([
          ...pairs.flatMap(({ pair, student: s, teacher: t }) => [
            cka(s, t),
            ...closeness(pair, { student: named(features, s), teacher: named(ofTeachers, t), variables }),
          ]),
          ...matrix.flatMap((entry) =>
            entry.student.flatMap((s) => entry.teacher.map((t) => cka(s, `${entry.teacherModel}/${t}`))),
          ),
        ]);
      });
      const numbers = await values.data();
      values.dispose();
      return Object.fromEntries(columns.map((column, index) => [column, Number(numbers[index])]));
    },
    dispose() {
      for (const tensor of [
        ...batches.flatMap((batch) => Object.values(batch)),
        ...Object.values(ofTeachers),
        ...Object.values(teacherGrams),
      ])
        tensor.dispose();
    },
  };
}

/** Taps of the whole probe, batch axis first. Call inside a tidy. */
function collect(live: Live, batches: readonly Tensors[], taps: readonly string[]): Record<string, Tensor> {
  const pieces = batches.map((batch) =>
    tidy(() => {
      const all = evaluationTaps(live, batch);
      return Object.fromEntries(taps.map((tap) => [tap, named(all, tap).clone()]));
    }),
  );
  return Object.fromEntries(
    taps.map((tap) => [
      tap,
      concat(
        pieces.map((piece) => named(piece, tap)),
        0,
      ),
    ]),
  );
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
