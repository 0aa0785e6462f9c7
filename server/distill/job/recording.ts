import { memory } from '@tensorflow/tfjs-core';
import { shares } from '../diagnostics/gradients.ts';
import type { Live } from '../forward.ts';
import type { Session } from '../session.ts';
import type { StepInputs } from '../step.ts';
import { variantCode } from '../tables.ts';
import { asLive, type Feed } from './training.ts';
import type { Running } from './running.ts';

/** Gradient per term and layer matching: steps of their own, which change nothing. */
export async function recordDiagnostics(running: Running, fed: Feed): Promise<void> {
  const { session, job, definition, gradients, state, matching } = running;
  const values = new Map<string, number>();
  if (session.plan.diagnostics.gradients) {
    const norms = await gradientNorms(gradients, { ...state, ...fed.inputs });
    const share = shares(norms);
    definition.update.terms.forEach(({ id }, index) => {
      values.set(`${job.stage.name}/${id}.gradientNorm`, norms[index] ?? Number.NaN);
      values.set(`${job.stage.name}/${id}.gradientShare`, share[index] ?? Number.NaN);
    });
  }
  const live = asLive(running.network, definition.inputs, state);
  for (const [column, value] of Object.entries((await matching?.measure(live, state.variables)) ?? {}))
    values.set(column, value);
  recordRow(running, 'diagnostics', [], values);
}

/** The samples of the probe on which the student differs most from its teacher, where it has one to compare with. */
export async function recordDisagreements(
  { session, job, probe, disagreeing }: Running,
  student: Live,
): Promise<void> {
  if (probe === null || disagreeing === null) return;
  session.ports.recorder.disagreements({
    step: session.cursor.step,
    seed: job.seed,
    stage: job.stage.name,
    data: probe.data,
    samples: await disagreeing.among(student),
  });
}

/** Norm of each term's gradient, in the order of the terms. */
export async function gradientNorms(
  gradients: Running['gradients'],
  inputs: StepInputs,
): Promise<readonly number[]> {
  const { norms } = await gradients.run(inputs);
  const values = [...(await norms.data())];
  norms.dispose();
  return values;
}

/** Writes a row: the place, fixed values, then the named columns; NaN for those that don't apply. */
export function recordRow(
  { session, job }: Running,
  table: 'train' | 'diagnostics',
  fixed: readonly number[],
  values: ReadonlyMap<string, number>,
): void {
  const { columns, ports, cursor } = session;
  const place = [cursor.step, job.seed, job.stageIndex, variantCode[job.variant], cursor.jobStep, ...fixed];
  const rest = columns[table].slice(place.length);
  ports.recorder.row(table, [...place, ...rest.map(({ name }) => values.get(name) ?? Number.NaN)]);
}

export function recordMeasured(
  { ports, cursor }: Session,
  ms: Readonly<Record<'elapsed' | 'step' | 'wait' | 'diagnostics', number>>,
): void {
  ports.recorder.row('measured', [
    cursor.step,
    ms.elapsed,
    ms.step,
    ms.wait,
    ms.diagnostics,
    ports.memory(),
    memory().numTensors,
  ]);
}
