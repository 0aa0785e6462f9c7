import { measureFunction, withShapes, type MeasuredFunction } from '../../backends/recording/measure.ts';
import type { Tree } from '../../distill/backend.ts';
import { termGradientNorms } from '../../distill/diagnostics/gradients.ts';
import { evaluationTaps } from '../../distill/forward.ts';
import type { Job } from '../../distill/jobs.ts';
import type { Network } from '../../distill/networks/network.ts';
import type { Plan } from '../../distill/plan.ts';
import { defineStep, type StepDefinition, type StepInputs } from '../../distill/step.ts';
import { named } from '../../distill/terms.ts';
import type { Shape, Tensors } from '../../distill/tensors.ts';
import { tapsRead } from './taps.ts';

/** Shape and type of a tensor: leaves of what is recorded. */
interface Described {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** The functions that a training runs over and over, and what each takes. */
export interface TrainingPasses {
  readonly step: MeasuredFunction;
  /** Norms of the gradients of single terms. */
  readonly gradients: MeasuredFunction;
  /** What training changes: variables with the projections, moving statistics, slots. */
  readonly variableBytes: number;
  readonly slotBytes: number;
  /** A batch with the answers of the teachers and random numbers. */
  readonly feedBytes: number;
}

const float = (shape: Shape): Described => ({ shape: [...shape], dtype: 'float32' });

const described = (specs: readonly { readonly name: string; readonly shape: Shape }[]): Tree<Described> =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, float(shape)]));

/** Fields of a batch of a data set, as a network reads them. */
const fieldsOf = (plan: Plan, data: string, batch: number): Record<string, Described> =>
  Object.fromEntries(
    Object.entries(plan.data[data]?.fields ?? {}).map(([name, { shape, dtype }]) => [
      name,
      { shape: [batch, ...shape], dtype },
    ]),
  );

/** Records the step and the diagnostics of a job's training: some tens of milliseconds for every thousand nodes. */
export function trainingPasses(plan: Plan, job: Job, networks: ReadonlyMap<string, Network>): TrainingPasses {
  const [update] = job.updates;
  const network = networks.get(update?.train ?? '');
  if (update === undefined || network === undefined) throw new Error('A stage trains a model of its plan.');
  const { parts, batch } = job.stage;
  const definition: StepDefinition = {
    network,
    inputs: plan.models[update.train]?.inputs ?? {},
    update,
    parts,
  };
  const step = withShapes(() => defineStep(definition));
  const shapes = new Map(step.variables.map(({ name, shape }) => [name, shape]));
  const slots = step.slots.map(({ name, variable }) => ({ name, shape: shapes.get(variable) ?? [] }));
  const feed = {
    batch: fieldsOf(plan, parts[0]?.data ?? '', batch),
    targets: Object.fromEntries(
      [...tapsRead(job)].flatMap(([teacher, taps]) =>
        taps.map((tap) => [`${teacher}/${tap}`, float([batch, ...(plan.models[teacher]?.taps[tap] ?? [])])]),
      ),
    ),
    draws: described(step.draws.map(({ site, shape }) => ({ name: site, shape }))),
  };
  const inputs = {
    ...feed,
    variables: described(step.variables),
    slots: described(slots),
    state: described(network.state),
    scalars: Object.fromEntries(Object.keys(step.scalars(0)).map((name) => [name, float([])])),
  };
  return {
    step: measureFunction((given: StepInputs) => step.run(given), inputs, {
      donated: ['variables', 'slots'],
    }),
    gradients: measureFunction(
      (given: StepInputs) => ({ norms: termGradientNorms(definition, given, step.trained) }),
      inputs,
    ),
    variableBytes: bytesOf(inputs.variables) + bytesOf(inputs.state),
    slotBytes: bytesOf(inputs.slots),
    feedBytes: bytesOf(feed),
  };
}

/** Rows that an evaluation is recorded with; its memory grows with the rows. */
const recordedRows = 8;

/** What a forward pass of one sample in evaluation takes, beside parameters. */
export interface EvaluationPass {
  /** By sample. */
  readonly peakBytes: number;
  readonly scopedBytes: number;
  readonly outputBytes: number;
  readonly inputBytes: number;
  readonly nodes: number;
}

/** Records a network in evaluation mode, asked for some taps. */
export function evaluationPass(
  plan: Plan,
  id: string,
  { network, taps }: { readonly network: Network; readonly taps: readonly string[] },
): EvaluationPass {
  const model = plan.models[id];
  const batch = Object.fromEntries(
    network.inputs.map(({ name, shape, dtype }) => [
      model?.inputs[name] ?? name,
      { shape: [recordedRows, ...shape], dtype },
    ]),
  );
  const measured = measureFunction(
    ({ parameters, state, batch: fields }: Record<'parameters' | 'state' | 'batch', Tensors>) => {
      const made = evaluationTaps({ network, inputs: model?.inputs ?? {}, parameters, state }, fields);
      return Object.fromEntries(taps.map((tap) => [tap, named(made, tap)]));
    },
    { parameters: described(network.parameters), state: described(network.state), batch },
  );
  return {
    peakBytes: measured.peakBytes / recordedRows,
    scopedBytes: measured.scopedBytes / recordedRows,
    outputBytes: measured.outputBytes / recordedRows,
    inputBytes: bytesOf(batch) / recordedRows,
    nodes: measured.nodes,
  };
}

function bytesOf(tree: Tree<Described>): number {
  return Object.values(tree).reduce(
    (sum, node) =>
      sum +
      (Array.isArray(node.shape)
        ? 4 * (node.shape as readonly number[]).reduce((product, size) => product * size, 1)
        : bytesOf(node as Tree<Described>)),
    0,
  );
}
