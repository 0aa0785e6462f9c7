import { readFileSync } from 'node:fs';
import type { ScalarPlan } from '../../server/distill/plan.ts';
import { valueAt } from '../../server/distill/schedule.ts';

/** What test/distill/optimizers/reference.py writes: PyTorch in float64 on a linear map, for 20 steps. */
export interface Reference {
  readonly start: Parameters;
  readonly rows: number;
  /** By step and micro-batch: rows of x and y, flat. */
  readonly inputs: readonly (readonly number[][])[];
  readonly goals: readonly (readonly number[][])[];
  readonly cases: readonly Case[];
}

export interface Parameters {
  readonly weight: readonly number[];
  readonly bias: readonly number[];
}

export interface Case {
  readonly kind: 'sgd' | 'adam' | 'adamw';
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly clip?: number;
  readonly accumulate?: number;
  readonly schedule?: ['cosine', { to: number; steps: number }] | ['drops', { at: number[]; by: number }];
  readonly norms: readonly number[];
  readonly parameters: Parameters;
}

export const reference = JSON.parse(
  readFileSync('test/distill/optimizers/reference.json', 'utf8'),
) as unknown as Reference;

/** The case in words. */
export const described = ({ kind, options, clip, accumulate, schedule }: Case): string =>
  [
    kind,
    ...Object.entries(options).map(([name, value]) => `${name} ${value}`),
    ...(clip === undefined ? [] : [`clipped at ${clip}`]),
    ...(accumulate === undefined ? [] : [`${accumulate} micro-batches`]),
    ...(schedule === undefined ? [] : [`${schedule[0]} rate`]),
  ].join(', ');

/** Scalars of a step by the optimizer's names. */
export function scalarsAt({ kind, options, schedule }: Case, step: number): Readonly<Record<string, number>> {
  const from = Number(options.rate);
  const plan: ScalarPlan =
    schedule === undefined
      ? { kind: 'constant', value: from }
      : schedule[0] === 'cosine'
        ? { kind: 'ramp', from, shape: 'cosine', ...schedule[1] }
        : { kind: 'drops', from, ...schedule[1] };
  const defaults = { momentum: 0, beta1: 0.9, beta2: 0.999, decay: kind === 'adamw' ? 0.01 : 0 };
  return {
    ...defaults,
    ...Object.fromEntries(
      Object.entries(options).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
    ),
    rate: valueAt(plan, step),
  };
}

/** Data of a micro-batch; after the last step they come round again. */
export const dataAt = (
  step: number,
  micro: number,
): { readonly x: readonly number[]; readonly y: readonly number[] } => ({
  x: reference.inputs[step % reference.inputs.length]?.[micro] ?? [],
  y: reference.goals[step % reference.goals.length]?.[micro] ?? [],
});

const at = (values: readonly number[], index: number): number => values[index] ?? NaN;

/** Gradient of half the mean squared error of x·weight + bias, weight [3, 4] first, flat. */
function gradientOf(parameters: readonly number[], step: number, micro: number): number[] {
  const { x, y } = dataAt(step, micro);
  const gradient = parameters.map(() => 0);
  for (let row = 0; row < reference.rows; row++) {
    for (let out = 0; out < 4; out++) {
      let error = at(parameters, 12 + out) - at(y, 4 * row + out);
      for (let i = 0; i < 3; i++) error += at(x, 3 * row + i) * at(parameters, 4 * i + out);
      for (let i = 0; i < 3; i++)
        gradient[4 * i + out] = at(gradient, 4 * i + out) + (at(x, 3 * row + i) * error) / reference.rows;
      gradient[12 + out] = at(gradient, 12 + out) + error / reference.rows;
    }
  }
  return gradient;
}

/** Trains for so many steps in float64, by the formulas of server/distill/operations. */
export function trainInFloat64(made: Case, steps: number): { norms: number[]; parameters: number[] } {
  const { kind, options, clip = Infinity, accumulate = 1 } = made;
  const parameters = [...reference.start.weight, ...reference.start.bias];
  const [first, second] = [parameters.map(() => 0), parameters.map(() => 0)];
  const norms: number[] = [];
  for (let step = 0; step < steps; step++) {
    const scalars = scalarsAt(made, step);
    const { rate = 0, momentum = 0, beta1 = 0, beta2 = 0 } = scalars;
    const micros = Array.from({ length: accumulate }, (_, micro) => gradientOf(parameters, step, micro));
    const mean = parameters.map((_, i) => micros.reduce((sum, each) => sum + at(each, i), 0) / accumulate);
    const norm = Math.hypot(...mean);
    norms.push(norm);
    const factor = Math.min(1, clip / (norm + 1e-6));
    parameters.forEach((value, i) => {
      // Biases do not decay.
      const decay = i < 12 ? (scalars.decay ?? 0) : 0;
      const decoupled = kind === 'adamw' || options.decayKind === 'decoupled';
      const slope = factor * at(mean, i) + (decoupled ? 0 : decay * value);
      const shrunk = decoupled ? value * (1 - rate * decay) : value;
      if (kind === 'sgd') {
        const velocity = momentum * at(first, i) + slope;
        first[i] = velocity;
        parameters[i] = shrunk - rate * (options.nesterov === true ? slope + momentum * velocity : velocity);
        return;
      }
      first[i] = beta1 * at(first, i) + (1 - beta1) * slope;
      second[i] = beta2 * at(second, i) + (1 - beta2) * slope ** 2;
      const direction = at(first, i) / (1 - beta1 ** (step + 1));
      const root = Math.sqrt(at(second, i) / (1 - beta2 ** (step + 1)));
      parameters[i] = shrunk - (rate * direction) / (root + Number(options.epsilon ?? 1e-8));
    });
  }
  return { norms, parameters };
}
