import { dispose, scalar, zeros } from '@tensorflow/tfjs-core';
import { withShapes } from '../../../server/backends/recording/measure.ts';
import type { Compile } from '../../../server/distill/backend.ts';
import { noDraws } from '../../../server/distill/draws.ts';
import { select, upload } from '../../../server/distill/models.ts';
import { defineStep, type StepInputs } from '../../../server/distill/step.ts';
import { named } from '../../../server/distill/terms.ts';
import { leaves, type HostTensors, type Tensors } from '../../../server/distill/tensors.ts';
import { stepDefinition, type startingTensors } from './definition.ts';
import type { Workload } from './workloads.ts';

export interface Training {
  /** Takes the next step: teacher, step, one read. Its loss. */
  readonly step: () => Promise<number>;
  /** What the last step left; gone with the next one. */
  readonly state: () => Pick<StepInputs, 'variables' | 'slots' | 'state'>;
  /** Frees programs and tensors. */
  readonly dispose: () => void;
}

/** Takes steps of a workload as the trainer does. */
export function startTraining(
  workload: Workload,
  compile: Compile,
  start: ReturnType<typeof startingTensors>,
): Training {
  const { network } = workload.student;
  const step = withShapes(() => defineStep(stepDefinition(workload)));
  const compiled = compile(step.run, { name: 'step', donated: ['variables', 'slots'] });
  const asked = startTeacher(workload, compile, start.teacher);
  const shapes = new Map(step.variables.map(({ name, shape }) => [name, shape]));
  // A copy, because steps may write over what they are given, and TensorFlow.js keeps the host's own memory.
  const weights = upload(copied(start.student));
  let state: Pick<StepInputs, 'variables' | 'slots' | 'state'> = {
    variables: select(weights, step.variables),
    slots: Object.fromEntries(
      step.slots.map(({ name, variable }) => [name, zeros([...(shapes.get(variable) ?? [])])]),
    ),
    state: select(weights, network.state),
  };
  const batches = unstacked(start.batches);
  let done = 0;

  const takeStep = async (): Promise<number> => {
    const batch = upload(batches[done % batches.length] ?? {});
    const targets = await asked.ask(batch);
    const scalars = Object.fromEntries(
      Object.entries(step.scalars(done)).map(([name, value]) => [name, scalar(value)]),
    );
    const { metrics, ...next } = await compiled.run({ ...state, batch, targets, scalars, draws: {} });
    const [loss = Number.NaN] = await metrics.data();
    dispose(leaves({ ...state, batch, targets, scalars, metrics }).map(({ tensor }) => tensor));
    state = next;
    done += 1;
    return loss;
  };
  return {
    step: takeStep,
    state: () => state,
    dispose: () => {
      dispose(leaves(state).map(({ tensor }) => tensor));
      compiled.dispose();
      asked.dispose();
    },
  };
}

/** Answers of the teacher that some term reads, in evaluation mode. */
function startTeacher(
  { teacher, terms }: Workload,
  compile: Compile,
  start: HostTensors,
): { readonly ask: (batch: Tensors) => Promise<Tensors>; readonly dispose: () => void } {
  if (teacher === null) return { ask: () => Promise.resolve({}), dispose: () => undefined };
  const taps = new Set(
    terms.flatMap(({ pairs }) => pairs.flatMap((pair) => (pair.teacher === null ? [] : [pair.teacher]))),
  );
  const { network } = teacher;
  const compiled = compile(
    ({ parameters, state, batch }: { parameters: Tensors; state: Tensors; batch: Tensors }) => {
      const all = network.apply(parameters, state, batch, { training: false, draws: noDraws }).taps;
      return Object.fromEntries([...taps].map((tap) => [`teacher/${tap}`, named(all, tap)]));
    },
    { name: 'teacher', constant: ['parameters', 'state'] },
  );
  const weights = upload(start);
  const parameters = select(weights, network.parameters);
  const state = select(weights, network.state);
  return {
    ask: (batch) => compiled.run({ parameters, state, batch: select(batch, network.inputs) }),
    dispose: () => {
      dispose(Object.values(weights));
      compiled.dispose();
    },
  };
}

/** Fields `[batches, batch, …]` as one group of fields a batch. */
function unstacked(fields: HostTensors): readonly HostTensors[] {
  const count = Object.values(fields)[0]?.shape[0] ?? 0;
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, { shape, data }]) => {
        const size = data.length / count;
        return [name, { shape: shape.slice(1), data: data.slice(index * size, (index + 1) * size) }];
      }),
    ),
  );
}

const copied = (values: HostTensors): HostTensors =>
  Object.fromEntries(
    Object.entries(values).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
