import type { HostCall } from './hosts.ts';
import type { Numbers } from './session.ts';

// The updates of server/distill/operations, in one pass over the memory. Computed in float64, stored in float32.

function held(numbers: Numbers | undefined): Numbers {
  if (numbers === undefined) throw new TypeError('An optimizer update lacks an input or an output.');
  return numbers;
}

const number = ({ inputs }: HostCall, name: string): number => held(inputs[name])[0] ?? Number.NaN;

/** Weight decay as a part of the gradient, and what the parameter is multiplied by first. */
function decays(call: HostCall): { readonly inGradient: number; readonly shrink: number } {
  const decay = number(call, 'decay');
  switch (call.attributes.decayKind) {
    case 'l2':
      return { inGradient: decay, shrink: 1 };
    case 'decoupled':
      return { inGradient: 0, shrink: 1 - number(call, 'rate') * decay };
    default:
      return { inGradient: 0, shrink: 1 };
  }
}

/** Leaves everything as it is where the gradient is not finite; then the outputs are the inputs. */
function refused({ inputs, outputs }: HostCall, names: readonly string[], norm: number): boolean {
  if (Number.isFinite(norm)) return false;
  names.forEach((name, index) => {
    const [from, to] = [held(inputs[name]), held(outputs[index])];
    if (from !== to) to.set(from);
  });
  return true;
}

export function sgdOnHost(call: HostCall): void {
  if (refused(call, ['parameter', 'velocity'], number(call, 'norm'))) return;
  const [w, g, v] = ['parameter', 'gradient', 'velocity'].map((name) => held(call.inputs[name])) as [
    Numbers,
    Numbers,
    Numbers,
  ];
  const [nextW, nextV] = [held(call.outputs[0]), held(call.outputs[1])];
  const [rate, momentum] = [number(call, 'rate'), number(call, 'momentum')];
  const { inGradient, shrink } = decays(call);
  const nesterov = call.attributes.nesterov === true;
  for (let i = 0; i < w.length; i++) {
    const weight = w[i] ?? 0;
    const slope = (g[i] ?? 0) + inGradient * weight;
    const velocity = momentum * (v[i] ?? 0) + slope;
    nextV[i] = velocity;
    nextW[i] = shrink * weight - rate * (nesterov ? slope + momentum * velocity : velocity);
  }
}

export function adamOnHost(call: HostCall): void {
  if (refused(call, ['parameter', 'mean', 'square'], number(call, 'norm'))) return;
  const [w, g, m, v] = ['parameter', 'gradient', 'mean', 'square'].map((name) => held(call.inputs[name])) as [
    Numbers,
    Numbers,
    Numbers,
    Numbers,
  ];
  const [nextW, nextM, nextV] = [held(call.outputs[0]), held(call.outputs[1]), held(call.outputs[2])];
  const [rate, beta1, beta2, count] = ['rate', 'beta1', 'beta2', 'count'].map((name) =>
    number(call, name),
  ) as [number, number, number, number];
  const epsilon = Number(call.attributes.epsilon);
  const { inGradient, shrink } = decays(call);
  const stride = rate / (1 - beta1 ** count);
  const root = 1 / Math.sqrt(1 - beta2 ** count);
  const [new1, new2] = [1 - beta1, 1 - beta2];
  for (let i = 0; i < w.length; i++) {
    const weight = w[i] ?? 0;
    const slope = (g[i] ?? 0) + inGradient * weight;
    const mean = beta1 * (m[i] ?? 0) + new1 * slope;
    const square = beta2 * (v[i] ?? 0) + new2 * slope * slope;
    nextM[i] = mean;
    nextV[i] = square;
    nextW[i] = shrink * weight - (stride * mean) / (Math.sqrt(square) * root + epsilon);
  }
}
