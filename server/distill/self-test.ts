import {
  clone,
  engine,
  scalar,
  sqrt,
  square,
  sum,
  tidy,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { evaluationTaps } from './evaluate.ts';
import { upload } from './models.ts';
import type { PairPlan, Plan, TermPlan } from './plan.ts';
import type { Ports } from './ports.ts';
import { bringToLife, modelOf, openSession, release, weightsOf } from './session.ts';
import { lossOf, named, termValue } from './terms.ts';
import { valueAt } from './schedule.ts';

/** A term with the student put in the teacher's place. */
export interface SelfTested {
  readonly stage: string;
  readonly term: string;
  readonly value: number;
  /** What the value should be, or words for it. */
  readonly floor: 0 | string;
  /** L2 norm of the gradient with respect to the student's taps: zero at the floor, whatever the floor is. */
  readonly gradientNorm: number;
  readonly ok: boolean;
}

/** Float32 sums over a batch leave about this much. */
const tolerance = 1e-4;

/**
 * Universal test M.1 (reference/methods.md): with student = teacher, each distillation term of each stage stands at
 * its floor, and nothing pulls the student away from it. Runs on the stage's own first batch.
 */
export async function selfTest(plan: Plan, ports: Ports): Promise<readonly SelfTested[]> {
  const session = await openSession(plan, ports, null);
  const seed = plan.seeds[0] ?? 0;
  const results: SelfTested[] = [];
  for (const [index, stage] of plan.stages.entries()) {
    const terms = stage.updates
      .flatMap((update) => update.terms)
      .flatMap((term) => (term.teacher === null ? [] : [{ term, teacher: term.teacher }]));
    if (terms.length === 0) continue;
    const stream = ports.data.training(index, seed);
    const batch = upload((await stream.batch(0)).fields);
    await stream.close();
    for (const { term, teacher } of terms) {
      const live = bringToLife(session, teacher, await weightsOf(session, teacher, seed));
      const own = teacherAsStudent(term, modelOf(plan, teacher).taps);
      const scalars = Object.fromEntries(
        Object.entries(term.scalars).map(([name, plan]) => [`${term.id}.${name}`, scalar(valueAt(plan, 0))]),
      );
      const [value, gradientNorm] = tidy(() => {
        const taps = evaluationTaps(live, batch);
        const sources = own.pairs.map((pair) => clone(named(taps, pair.student)));
        const targets = Object.fromEntries(
          Object.entries(taps).map(([tap, tensor]) => [`${teacher}/${tap}`, tensor]),
        );
        const students = Object.fromEntries(
          own.pairs.map((pair, at) => [pair.student, sources[at] ?? named(taps, pair.student)]),
        );
        const compute = (): Scalar =>
          termValue(own, { taps: students, targets, batch, scalars, variables: {}, parts: stage.parts });
        const found = engine().gradients(compute, sources, undefined, true);
        const grads: readonly (Tensor | null | undefined)[] = found.grads;
        const norms = grads.map((gradient) =>
          gradient ? (sqrt(sum(square(gradient))).dataSync()[0] ?? 0) : 0,
        );
        return [found.value.dataSync()[0] ?? Number.NaN, Math.hypot(...norms)];
      });
      for (const tensor of Object.values(scalars)) tensor.dispose();
      release(live);
      const floor = lossOf(term).floor(term.parameters);
      const ok =
        gradientNorm <= tolerance && (floor === 0 ? Math.abs(value) <= tolerance : Number.isFinite(value));
      results.push({ stage: stage.name, term: term.id, value, floor, gradientNorm, ok });
    }
    for (const tensor of Object.values(batch)) tensor.dispose();
  }
  return results;
}

/** Each pair compares the teacher's tap with itself; nothing has to be projected. */
function teacherAsStudent(term: TermPlan, taps: Readonly<Record<string, readonly number[]>>): TermPlan {
  const pairs = term.pairs.map((pair): PairPlan => {
    const tap = pair.teacher ?? pair.student;
    return {
      ...pair,
      student: tap,
      studentShape: taps[tap] ?? [],
      projection: { kind: 'none', parameters: {} },
    };
  });
  return { ...term, pairs };
}
