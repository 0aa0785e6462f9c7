import { scalar, tidy } from '@tensorflow/tfjs-core';
import { Forward, tapsOf, type Live } from '../forward.ts';
import { buildNetwork, select, startingWeights, upload } from '../models.ts';
import type { Plan, StagePlan, TermPlan } from '../plan.ts';
import type { Batch, Ports } from '../ports.ts';
import { findLoss } from '../losses/index.ts';
import { valueAt } from '../schedule.ts';
import { termValue } from '../terms.ts';

/** A term with the teacher in the student's place. */
export interface SelfTest {
  readonly stage: string;
  readonly term: string;
  readonly loss: string;
  /** Value of the term before its weight. */
  readonly value: number;
  /** What the loss says its value is there: 0, or words. */
  readonly floor: 0 | string;
  /** At the floor; finite where the floor is words. */
  readonly passed: boolean;
}

/** Float32 leaves this much of a divergence that is 0, times T² of the usual temperatures. */
const tolerance = 1e-4;

/**
 * Puts each term's teacher in the student's place, on the first batch of its stage: projections fall away and the
 * value is the loss's floor. Teachers that a stage has yet to train stand there with their first weights; the floor
 * doesn't depend on them.
 */
export async function selfTest(
  plan: Plan,
  ports: Pick<Ports, 'data' | 'json' | 'models' | 'compile'>,
): Promise<readonly SelfTest[]> {
  const results: SelfTest[] = [];
  for (const [index, stage] of plan.stages.entries()) {
    const terms = stage.updates.flatMap((update) => update.terms.filter(({ teacher }) => teacher !== null));
    if (terms.length === 0) continue;
    const stream = ports.data.training(index, plan.seeds[0] ?? 0);
    const batch = await stream.batch(0);
    await stream.close();
    for (const term of terms) results.push(await testTerm(plan, stage, term, { batch, ports }));
  }
  return results;
}

async function testTerm(
  plan: Plan,
  stage: StagePlan,
  term: TermPlan,
  { batch, ports }: { readonly batch: Batch; readonly ports: Pick<Ports, 'json' | 'models' | 'compile'> },
): Promise<SelfTest> {
  const teacher = await teacherOf(plan, term, ports);
  const fields = upload(batch.fields);
  const read = term.pairs.flatMap((pair) => (pair.teacher === null ? [] : [pair.teacher]));
  const forward = new Forward(ports.compile);
  const taps = await forward.ask(teacher, tapsOf([...new Set(read)]), fields);
  const [value = NaN] = tidy(() => {
    const scalars = Object.entries(term.scalars).map(
      ([name, schedule]) => [`${term.id}.${name}`, scalar(valueAt(schedule, 0))] as const,
    );
    return termValue(inPlace(term), {
      taps,
      targets: Object.fromEntries(
        Object.entries(taps).map(([tap, tensor]) => [`${term.teacher ?? ''}/${tap}`, tensor]),
      ),
      batch: fields,
      scalars: Object.fromEntries(scalars),
      variables: {},
      parts: stage.parts,
    }).dataSync();
  });
  for (const tensor of [
    ...Object.values(fields),
    ...Object.values(taps),
    ...Object.values(teacher.parameters),
    ...Object.values(teacher.state),
  ]) {
    tensor.dispose();
  }
  forward.dispose();
  const floor = findLoss(term.loss).floor(term.parameters);
  const passed = floor === 0 ? Math.abs(value) <= tolerance : Number.isFinite(value);
  return { stage: stage.name, term: term.id, loss: term.loss, value, floor, passed };
}

/** The term with every pair made of the teacher's tap twice. */
const inPlace = (term: TermPlan): TermPlan => ({
  ...term,
  pairs: term.pairs.map((pair) =>
    pair.teacher === null || pair.teacherShape === null
      ? pair
      : {
          ...pair,
          student: pair.teacher,
          studentShape: pair.teacherShape,
          projection: { kind: 'none', parameters: {} },
        },
  ),
});

async function teacherOf(
  plan: Plan,
  { teacher }: TermPlan,
  ports: Pick<Ports, 'json' | 'models'>,
): Promise<Live> {
  const model = plan.models[teacher ?? ''];
  if (teacher === null || model === undefined) throw new Error(`The plan has no model ${teacher ?? ''}.`);
  const network = await buildNetwork(model, ports.json);
  // What initialises it may not be there yet, and doesn't matter here.
  const models = { ...plan.models, [teacher]: { ...model, init: null } };
  const weights = await startingWeights({ ...plan, models }, teacher, network, {
    seed: plan.seeds[0] ?? 0,
    models: ports.models,
    trained: new Map(),
  });
  const tensors = upload(weights);
  return {
    network,
    inputs: model.inputs,
    parameters: select(tensors, network.parameters),
    state: select(tensors, network.state),
  };
}
