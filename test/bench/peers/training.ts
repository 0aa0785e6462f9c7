import { scalar, zeros, type Tensor } from '@tensorflow/tfjs-core';
import type { Compile } from '../../../server/distill/backend.ts';
import { noDraws } from '../../../server/distill/draws.ts';
import { select, upload } from '../../../server/distill/models.ts';
import { defineStep, type StepInputs } from '../../../server/distill/step.ts';
import { named } from '../../../server/distill/terms.ts';
import type { HostTensors, Tensors } from '../../../server/distill/tensors.ts';
import { stepDefinition, type startingTensors } from './definition.ts';
import type { Workload } from './workloads.ts';

/** Takes steps of a workload as the trainer does: teacher, step, one read. Returns the loss of the next step. */
export function startTraining(
  workload: Workload,
  compile: Compile,
  start: ReturnType<typeof startingTensors>,
): () => Promise<number> {
  const { network } = workload.student;
  const step = defineStep(stepDefinition(workload));
  const compiled = compile(step.run, { name: 'step', donated: ['variables', 'slots'] });
  const askTeacher = startTeacher(workload, compile, start.teacher);
  const shapes = new Map(step.variables.map(({ name, shape }) => [name, shape]));
  const weights = upload(start.student);
  let state: Pick<StepInputs, 'variables' | 'slots' | 'state'> = {
    variables: select(weights, step.variables),
    slots: Object.fromEntries(
      step.slots.map(({ name, variable }) => [name, zeros([...(shapes.get(variable) ?? [])])]),
    ),
    state: select(weights, network.state),
  };
  const batches = unstacked(start.batches);
  let done = 0;

  return async () => {
    const batch = upload(batches[done % batches.length] ?? {});
    const targets = await askTeacher(batch);
    const scalars = Object.fromEntries(
      Object.entries(step.scalars(done)).map(([name, value]) => [name, scalar(value)]),
    );
    const { metrics, ...next } = await compiled.run({ ...state, batch, targets, scalars, draws: {} });
    const [loss = Number.NaN] = await metrics.data();
    for (const group of [state.variables, state.slots, state.state, batch, targets, scalars])
      disposeAll(group);
    metrics.dispose();
    state = next;
    done += 1;
    return loss;
  };
}

/** Answers of the teacher that some term reads, in evaluation mode. */
function startTeacher(
  { teacher, terms }: Workload,
  compile: Compile,
  start: HostTensors,
): (batch: Tensors) => Promise<Tensors> {
  if (teacher === null) return () => Promise.resolve({});
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
  return (batch) => compiled.run({ parameters, state, batch: select(batch, network.inputs) });
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

function disposeAll(tensors: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
