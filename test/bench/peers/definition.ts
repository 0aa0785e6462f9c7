import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Network, VariableSpec } from '../../../server/distill/networks/network.ts';
import type { ScalarPlan, TermPlan } from '../../../server/distill/plan.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { valueAt } from '../../../server/distill/schedule.ts';
import type { StepDefinition } from '../../../server/distill/step.ts';
import { termVariables } from '../../../server/distill/terms.ts';
import { sizeOf, type HostTensor, type HostTensors } from '../../../server/distill/tensors.ts';
import { vocabulary } from './models.ts';
import type { TermDescription, WorkloadDescription } from './protocol.ts';
import { constant } from './terms.ts';
import type { Workload } from './workloads.ts';

/** Fixed batches, so that five steps see five of them. */
const batches = 5;

/** The workload's step as the trainer defines it. */
export const stepDefinition = ({ student, terms, optimizer, parts }: Workload): StepDefinition => ({
  network: student.network,
  inputs: fieldsOf(student.network),
  update: {
    train: 'student',
    variables: student.network.parameters.map(({ name }) => name),
    optimizer: {
      kind: optimizer.kind,
      parameters: optimizer.kind === 'adam' ? { epsilon: 1e-8 } : { nesterov: false, decayKind: 'l2' },
      scalars: {
        rate: constant(optimizer.rate),
        decay: constant(0),
        ...(optimizer.kind === 'adam'
          ? { beta1: constant(0.9), beta2: constant(0.999) }
          : { momentum: constant(optimizer.momentum) }),
      },
      clip: null,
      accumulate: 1,
    },
    terms,
    steps: 1,
  },
  parts,
});

/** Every input reads the field of its name. */
const fieldsOf = (network: Network): Readonly<Record<string, string>> =>
  Object.fromEntries(network.inputs.map(({ name }) => [name, name]));

/** What trains: the student and the projections. */
const variables = ({ student, terms }: Workload): readonly VariableSpec[] => [
  ...student.network.parameters,
  ...terms.flatMap(termVariables),
];

/** What every engine starts from. */
export function startingTensors(
  workload: Workload,
): Readonly<Record<'student' | 'teacher' | 'batches', HostTensors>> {
  const { student, teacher } = workload;
  return {
    student: initialise([...variables(workload), ...student.network.state], { seed: 1, model: 'student' }),
    teacher:
      teacher === null
        ? {}
        : initialise([...teacher.network.parameters, ...teacher.network.state], {
            seed: 1,
            model: 'teacher',
          }),
    batches: batchFields(workload),
  };
}

/** Fields `[batches, batch, …]`: uniform images, tokens and labels. */
function batchFields({ student, parts, classes }: Workload): HostTensors {
  const samples = parts.reduce((sum, part) => sum + part.samples, 0);
  const draw = (site: string, shape: readonly number[]) =>
    uniforms({ seed: 1, stage: 0, step: 0, site }, sizeOf([batches, samples, ...shape]));
  const whole = (site: string, shape: readonly number[], below: number): HostTensor => ({
    shape: [batches, samples, ...shape],
    data: Int32Array.from(draw(site, shape), (value) => Math.floor(value * below)),
  });
  return {
    ...Object.fromEntries(
      student.network.inputs.map(({ name, shape, dtype }) => [
        name,
        dtype === 'int32'
          ? whole(name, shape, vocabulary)
          : { shape: [batches, samples, ...shape], data: draw(name, shape).map((value) => 2 * value - 1) },
      ]),
    ),
    label: whole('label', [], classes),
  };
}

/** Describes a workload to the Python peers. */
export const describe = (workload: Workload): WorkloadDescription => ({
  name: workload.name,
  student: workload.student.description,
  teacher: workload.teacher?.description ?? null,
  trained: variables(workload).map(({ name }) => name),
  optimizer: workload.optimizer,
  terms: workload.terms.map((term) => describeTerm(term, workload.parts)),
  batches,
});

function describeTerm(term: TermPlan, parts: Workload['parts']): TermDescription {
  const [pair] = term.pairs;
  if (pair === undefined) throw new Error(`The term ${term.id} has no pair.`);
  return {
    loss: term.loss,
    weight: numberOf(term.weight),
    rows: rowsOf(term.data, parts),
    student: pair.student,
    teacher: pair.teacher,
    temperature: term.scalars.temperature === undefined ? null : numberOf(term.scalars.temperature),
    projection: pair.projection.kind === 'none' ? null : `projection/${pair.id}`,
  };
}

const numberOf = (plan: ScalarPlan): number => valueAt(plan, 0);

/** First of the rows that a term sees, and the one after the last: its parts follow one another. */
function rowsOf(data: readonly string[] | null, parts: Workload['parts']): readonly [number, number] {
  let row = 0;
  const seen = parts.flatMap((part) => {
    const rows = { from: row, to: (row += part.samples) };
    return data === null || data.includes(part.data) ? [rows] : [];
  });
  return [seen[0]?.from ?? 0, seen.at(-1)?.to ?? 0];
}
