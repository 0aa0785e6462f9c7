import { logSoftmax, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { FoundDisagreement } from '../ports.ts';
import type { Forward, Live, Question } from '../forward.ts';
import type { Network } from '../networks/network.ts';
import type { Plan } from '../plan.ts';
import { named } from '../terms.ts';
import { asImage, imageFieldOf } from './pictures.ts';
import type { Probe, ProbeBatch } from './probe.ts';

/** Where a student differs most from its teacher, on the probe. */
export interface Disagreeing {
  /** The largest divergence first. */
  among(student: Live): Promise<readonly FoundDisagreement[]>;
}

/** Samples that are kept of an evaluation. */
const most = 12;

/** Classes of a distribution that are kept: those that either network gives the most. */
const mostClasses = 100;

const logProbabilities: Question = {
  key: 'log-probabilities',
  answer: (taps) => ({ values: logSoftmax(named(taps, 'logits')) }),
};

/**
 * Asks the teacher, which doesn't change, once about the probe. Null where the two can't be compared: there is no
 * probe, or one of them has no logits, or they know different classes.
 */
export async function prepareDisagreements(
  plan: Plan,
  networks: { readonly teacher: Live | null; readonly student: Pick<Live, 'network' | 'inputs'> },
  { probe, forward }: { readonly probe: Probe | null; readonly forward: Forward },
): Promise<Disagreeing | null> {
  const { teacher, student } = networks;
  if (probe === null || teacher === null) return null;
  const classes = classesCompared(teacher.network, student.network);
  if (classes === null) return null;
  const field = imageFieldOf(plan.data[probe.data], Object.values(student.inputs));
  const ask = async (live: Live): Promise<readonly Float32Array[]> => {
    const answers: Float32Array[] = [];
    for (const { fields } of probe.batches) {
      const { values } = await forward.ask(live, logProbabilities, fields);
      if (values === undefined) throw new Error('A question is answered by its names.');
      answers.push(Float32Array.from(await values.data()));
      values.dispose();
    }
    return answers;
  };
  const theirs = await ask(teacher);

  return {
    async among(live) {
      const ours = await ask(live);
      const places = probe.batches.flatMap((batch, index) =>
        Array.from(batch.ids, (_, row) => {
          const part = (all: readonly Float32Array[]): Float32Array =>
            (all[index] ?? new Float32Array(0)).subarray(row * classes, (row + 1) * classes);
          const [p, q] = [part(theirs), part(ours)];
          return { batch, row, teacher: p, student: q, divergence: divergence(p, q) };
        }),
      );
      const worst = places
        .filter((place) => Number.isFinite(place.divergence))
        // Equal ones in their order, so that the same weights give the same list.
        .sort((a, b) => b.divergence - a.divergence)
        .slice(0, most);
      const found: FoundDisagreement[] = [];
      for (const place of worst) found.push(await described(plan, probe, field, place));
      return found;
    },
  };
}

/** How many classes both networks know; null where they can't be compared. */
export function classesCompared(teacher: Network, student: Network): number | null {
  const { classes } = student;
  return [teacher, student].every((network) => network.taps.includes('logits') && network.classes === classes)
    ? classes
    : null;
}

/** KL(p ‖ q) of log-probabilities, nats, in float64. */
export const divergence = (p: Float32Array, q: Float32Array): number =>
  p.reduce((sum, logP, index) => sum + Math.exp(logP) * (logP - (q[index] ?? 0)), 0);

interface Place {
  readonly batch: ProbeBatch;
  readonly row: number;
  /** Log-probabilities by class. */
  readonly teacher: Float32Array;
  readonly student: Float32Array;
  readonly divergence: number;
}

async function described(
  plan: Plan,
  probe: Probe,
  field: string | null,
  { batch, row, teacher, student, divergence }: Place,
): Promise<FoundDisagreement> {
  const label = batch.labels[row] ?? -1;
  const classes = classesShown(teacher, student);
  const shown = (values: Float32Array): readonly number[] =>
    classes === null
      ? Array.from(values, probability)
      : classes.map((index) => probability(values[index] ?? Number.NEGATIVE_INFINITY));
  return {
    sample: batch.ids[row] ?? 0,
    label: label < 0 ? null : label,
    divergence: rounded(divergence),
    student: shown(student),
    teacher: shown(teacher),
    classes,
    image: field === null ? null : asImage(plan.data[probe.data], await rowOf(batch.fields[field], row)),
  };
}

/** The classes that either network gives the most, ascending; null where there are few enough to show all. */
function classesShown(teacher: Float32Array, student: Float32Array): readonly number[] | null {
  if (teacher.length <= mostClasses) return null;
  const larger = (index: number): number => Math.max(teacher[index] ?? 0, student[index] ?? 0);
  return Array.from(teacher, (_, index) => index)
    .sort((a, b) => larger(b) - larger(a) || a - b)
    .slice(0, mostClasses)
    .sort((a, b) => a - b);
}

/** More digits than float32 holds would only make the record longer. */
const rounded = (value: number): number => Number(value.toPrecision(6));

const probability = (logarithm: number): number => rounded(Math.exp(logarithm));

/** One row of a field of a batch, alone: the whole batch need not be read for it. */
async function rowOf(
  field: Tensor | undefined,
  row: number,
): Promise<{ shape: readonly number[]; values: Float32Array }> {
  if (field === undefined) throw new Error('The probe lacks a field that the student reads.');
  const shape = field.shape.slice(1);
  const part = slice(field, [row, ...shape.map(() => 0)], [1, ...shape]);
  const values = Float32Array.from(await part.data());
  part.dispose();
  return { shape, values };
}
