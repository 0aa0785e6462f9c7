import { scalar, zeros, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { makeDraws } from '../draws.ts';
import type { Live } from '../forward.ts';
import type { Compiled } from '../backend.ts';
import type { Job } from '../jobs.ts';
import { download, matching, select, upload } from '../models.ts';
import { initialise } from '../networks/initialise.ts';
import type { Network } from '../networks/network.ts';
import type { Batch } from '../ports.ts';
import type { Step, StepInputs, StepOutputs } from '../step.ts';
import type { Targets } from '../targets/targets.ts';
import type { HostTensors, Tensors } from '../tensors.ts';
import { say } from '../../text/say.ts';

/** Everything that a step changes, on the backend. */
export interface TrainingState {
  /** The whole student and the projections. */
  readonly variables: Tensors;
  readonly slots: Tensors;
  /** Moving statistics. */
  readonly state: Tensors;
}

/** The state before the first step: the student's weights, projections drawn from the seed, slots at zero. */
export function freshState(step: Step, network: Network, weights: HostTensors, job: Job): TrainingState {
  const own = new Set(network.parameters.map(({ name }) => name));
  const projections = step.variables.filter(({ name }) => !own.has(name));
  const shapes = new Map(step.variables.map(({ name, shape }) => [name, shape]));
  return {
    variables: uploadCopy({
      ...matching(network.parameters, weights, say`the student`),
      ...initialise(projections, { seed: job.seed, model: job.stage.name }),
    }),
    slots: Object.fromEntries(
      step.slots.map(({ name, variable }) => [name, zeros([...(shapes.get(variable) ?? [])])]),
    ),
    state: upload(matching(network.state, weights, say`the student`)),
  };
}

/** The state as a checkpoint kept it: `weights` of the student, `optimizer` with slots and projections. */
export function restoredState(
  step: Step,
  network: Network,
  weights: HostTensors,
  optimizer: HostTensors,
): TrainingState {
  const all = { ...weights, ...optimizer };
  const shapes = new Map(step.variables.map(({ name, shape }) => [name, shape]));
  const slotSpecs = step.slots.map(({ name, variable }) => ({
    name,
    shape: shapes.get(variable) ?? [],
    initialiser: { kind: 'constant' as const, value: 0 },
  }));
  return {
    variables: uploadCopy(matching(step.variables, all, say`the checkpoint`)),
    slots: uploadCopy(matching(slotSpecs, all, say`the checkpoint`)),
    state: upload(matching(network.state, all, say`the checkpoint`)),
  };
}

/** Values of its own on the backend, which a step may write over. */
const uploadCopy = (values: HostTensors): Tensors =>
  upload(
    Object.fromEntries(
      Object.entries(values).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
    ),
  );

/** The student's variables and moving statistics, copied to the host. */
export const studentWeights = (network: Network, state: TrainingState): Promise<HostTensors> =>
  download({ ...select(state.variables, network.parameters), ...state.state });

/** Slots and projections, copied to the host. */
export function optimizerTensors(network: Network, state: TrainingState): Promise<HostTensors> {
  const own = new Set(network.parameters.map(({ name }) => name));
  const projections = Object.entries(state.variables).filter(([name]) => !own.has(name));
  return download({ ...Object.fromEntries(projections), ...state.slots });
}

/** The student as something to evaluate; shares its tensors. */
export const asLive = (network: Network, inputs: Live['inputs'], state: TrainingState): Live => ({
  network,
  inputs,
  parameters: select(state.variables, network.parameters),
  state: state.state,
});

/** Inputs of a step besides the state it changes. The caller disposes them. */
export interface Feed {
  readonly inputs: Omit<StepInputs, keyof TrainingState>;
  readonly scalars: Readonly<Record<string, number>>;
  dispose(): void;
}

/** Puts a batch, its targets, draws and scalars on the backend. */
export async function feed(
  step: Step,
  job: Job,
  jobStep: number,
  given: { readonly batch: Batch; readonly targets: Targets | null },
): Promise<Feed> {
  const batch = upload(given.batch.fields);
  const targets = (await given.targets?.of(given.batch, batch)) ?? {};
  const draws = makeDraws(step.draws, { seed: job.seed, stage: job.stageIndex, step: jobStep });
  const numbers = step.scalars(jobStep);
  const scalars: Record<string, Scalar> = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, scalar(value)]),
  );
  return {
    inputs: { batch, targets, draws, scalars },
    scalars: numbers,
    dispose() {
      disposeAll(batch, targets, draws, scalars);
    },
  };
}

/** Runs a step and frees what it replaced: tensors that don't train live on. */
export async function advance(
  step: Compiled<StepInputs, StepOutputs>,
  state: TrainingState,
  inputs: Feed['inputs'],
): Promise<{ readonly next: TrainingState; readonly metrics: Tensor }> {
  const outputs = await step.run({ ...state, ...inputs });
  return {
    next: {
      variables: { ...state.variables, ...outputs.variables },
      slots: outputs.slots,
      state: outputs.state,
    },
    metrics: outputs.metrics,
  };
}

/** Frees the tensors of `before` that `after` no longer holds. */
export function releaseReplaced(before: TrainingState, after: TrainingState | null): void {
  const kept = new Set(
    after === null
      ? []
      : [after.variables, after.slots, after.state].flatMap((group) => Object.values(group)),
  );
  for (const group of [before.variables, before.slots, before.state]) {
    for (const tensor of Object.values(group)) if (!kept.has(tensor)) tensor.dispose();
  }
}

function disposeAll(...groups: readonly Tensors[]): void {
  for (const group of groups) for (const tensor of Object.values(group)) tensor.dispose();
}
