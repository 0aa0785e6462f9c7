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
import { evaluationTaps, type Forward, type Live, type Question } from '../forward.ts';
import type { Plan, StagePlan } from '../plan.ts';
import type { Ports } from '../ports.ts';
import { named, projected } from '../terms.ts';
import type { Tensors } from '../tensors.ts';
import { asVectors, centredGram, ckaMatrix } from './cka.ts';
import type { Probe } from './probe.ts';

/** Layer matching of one stage, on a fixed probe of validation samples in evaluation mode. */
export interface Matching {
  /** Columns of the diagnostics table and their values. `variables` hold the projections. */
  measure(student: Live, variables: Tensors): Promise<Readonly<Record<string, number>>>;
  dispose(): void;
}

/** Looks at the teachers, which don't change, once. Null when there is nothing to match. */
export async function prepareMatching(
  plan: Plan,
  stage: StagePlan,
  teachers: ReadonlyMap<string, Live>,
  ports: Pick<Ports, 'compile'> & { readonly probe: Probe | null; readonly forward: Forward },
): Promise<Matching | null> {
  const { probe } = ports;
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

  const batches = probe.batches.map(({ fields }) => fields);

  const teacherTaps = new Set([
    ...pairs.map(({ teacher }) => teacher),
    ...matrix.flatMap((entry) => entry.teacher.map((tap) => `${entry.teacherModel}/${tap}`)),
  ]);
  const studentTaps = [
    ...new Set([...pairs.map(({ student }) => student), ...matrix.flatMap((entry) => entry.student)]),
  ];
  const ofTeachers: Record<string, Tensor> = {};
  for (const [id, live] of teachers) {
    const own = [...teacherTaps]
      .filter((tap) => tap.startsWith(`${id}/`))
      .map((tap) => tap.slice(id.length + 1));
    const features = await ofProbe(live, batches, vectorsOf(own), ports.forward);
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
    // A batch's taps are gone before the next one's come: vectors are all that is kept of them.
    const pieces = Object.values(given.batches).map((batch) => {
      const taps = evaluationTaps({ ...live, ...given }, batch);
      return {
        taps: studentTaps.map((tap) => asVectors(named(taps, tap))),
        pairs: pairs.map(({ pair, student }) =>
          asVectors(projected(pair, named(taps, student), given.variables)),
        ),
      };
    });
    const whole = (part: 'taps' | 'pairs', index: number): Tensor2D =>
      concat(
        pieces.flatMap((piece) => piece[part].slice(index, index + 1)),
        0,
      );
    const found = studentTaps.map((_, index) => centredGram(whole('taps', index)));
    const all = reshape(
      ckaMatrix(
        found,
        teacherNames.map((tap) => named(given.teacherGrams, tap)),
      ),
      [-1],
    );
    const cka = (student: string, teacher: string): Tensor => {
      const row = studentTaps.indexOf(student) * teacherNames.length;
      return reshape(slice(all, [row + teacherNames.indexOf(teacher)], [1]), []);
    };
    const values = stack([
      ...pairs.flatMap(({ student, teacher }, index) => [
        cka(student, teacher),
        ...closeness(whole('pairs', index), named(given.teachers, teacher)),
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
      for (const tensor of [...Object.values(ofTeachers), ...Object.values(teacherGrams)]) tensor.dispose();
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
  /** Their taps on the whole probe as vectors, by `model/tap`. */
  readonly teachers: Tensors;
  readonly teacherGrams: Tensors;
}

/** Centred Gram matrices of vectors, by the same names. */
const grams = (vectors: Tensors): Record<string, Tensor2D> =>
  Object.fromEntries(Object.entries(vectors).map(([tap, vector]) => [tap, centredGram(asVectors(vector))]));

/** Taps as vectors. */
const vectorsOf = (names: readonly string[]): Question => ({
  key: `vectors of ${names.join()}`,
  answer: (taps) => Object.fromEntries(names.map((name) => [name, asVectors(named(taps, name))])),
});

/** Answers on the whole probe, batch axis first. The caller disposes them. */
async function ofProbe(
  live: Live,
  batches: readonly Tensors[],
  question: Question,
  forward: Forward,
): Promise<Tensors> {
  const pieces: Tensors[] = [];
  for (const batch of batches) pieces.push(await forward.ask(live, question, batch));
  const whole = Object.fromEntries(
    Object.keys(pieces[0] ?? {}).map((name) => [
      name,
      concat(
        pieces.map((piece) => named(piece, name)),
        0,
      ),
    ]),
  );
  for (const tensor of pieces.flatMap((piece) => Object.values(piece))) tensor.dispose();
  return whole;
}

/** Mean cosine and relative error of vectors `[n, d]`; NaN where their sizes differ. */
function closeness(student: Tensor, teacher: Tensor): readonly Tensor[] {
  if (student.size !== teacher.size) return [scalar(Number.NaN), scalar(Number.NaN)];
  const norm = (x: Tensor): Tensor => sqrt(sum(square(x), 1));
  const cosine = div(sum(mul(student, teacher), 1), add(mul(norm(student), norm(teacher)), 1e-12));
  const error = div(sqrt(sum(square(sub(student, teacher)))), add(sqrt(sum(square(teacher))), 1e-12));
  return [mean(cosine), error];
}
