import { addN, grads, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Compile } from '../../distill/backend.ts';
import { input, Unsupported, type Defect } from './adapter.ts';
import { numberOf, type Figure, type GoldenCase, type GoldenGradient } from './case.ts';
import { findAdapter } from './index.ts';
import { openInput } from './inputs.ts';

/** A number of a case that came out otherwise. */
export interface Difference {
  /** `value`, `grad Fs first5[2]`, … */
  readonly what: string;
  readonly found: number;
  readonly expected: number;
}

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly differences: readonly Difference[] }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

const relative = 1e-4;
const absolute = 1e-5;

type Evaluate = (inputs: Record<string, Tensor>) => Tensor;

interface Computation {
  readonly golden: GoldenCase;
  readonly evaluate: Evaluate;
  /** Inputs by which the gradient is taken. */
  readonly names: readonly string[];
}

/** The value, then the gradients of its sum with respect to the named inputs, in the order of the names. */
async function compute({ golden, evaluate, names }: Computation, compile: Compile) {
  const compiled = compile(
    (given: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> => {
      const value = evaluate({ ...given });
      if (names.length === 0) return { value };
      // An input that the value doesn't depend on has the gradient 0; without a path TensorFlow.js refuses.
      const anchored = (...tensors: Tensor[]): Tensor => {
        const varied = { ...given };
        for (const [index, tensor] of tensors.entries()) varied[names[index] ?? ''] = tensor;
        return addN([sum(evaluate(varied)), ...tensors.map((tensor) => mul(sum(tensor), 0))]);
      };
      const gradients = grads(anchored)(names.map((name) => input({ ...given }, name)));
      return {
        value,
        ...Object.fromEntries(gradients.map((gradient, index) => [`gradient ${index}`, gradient])),
      };
    },
    { name: golden.id },
  );
  const inputs = Object.fromEntries(
    Object.entries(golden.inputs).map(([name, made]) => [name, openInput(made)] as const),
  );
  try {
    const outputs = await compiled.run(inputs);
    const values = Object.values(outputs).map((output) => output.dataSync());
    for (const output of Object.values(outputs)) output.dispose();
    return values;
  } finally {
    compiled.dispose();
    for (const tensor of Object.values(inputs)) tensor.dispose();
  }
}

interface Comparison {
  readonly what: string;
  readonly found: number;
  readonly expected: Figure;
}

function compareGradient(gradient: GoldenGradient, found: ArrayLike<number>): readonly Comparison[] {
  const values = Array.from(found);
  const name = `gradient ${gradient.wrt}`;
  const total = values.reduce((left, right) => left + right, 0);
  return [
    ...(gradient.sum === undefined ? [] : [{ what: `${name} sum`, found: total, expected: gradient.sum }]),
    ...(gradient.l2 === undefined
      ? []
      : [{ what: `${name} l2`, found: Math.hypot(...values), expected: gradient.l2 }]),
    ...(gradient.first5 ?? []).map((expected, i) => ({
      what: `${name} [${i}]`,
      found: values[i] ?? NaN,
      expected,
    })),
  ];
}

async function compareAll(
  golden: GoldenCase,
  evaluate: Evaluate,
  compile: Compile,
): Promise<readonly Comparison[]> {
  const gradients = [golden.grad, ...(golden.gradOthers ?? [])].flatMap((gradient) => gradient ?? []);
  const names = gradients.map(({ wrt }) => wrt);
  const [value = [], ...computed] = await compute({ golden, evaluate, names }, compile);
  const found = Array.from(value);
  const expected = Array.isArray(golden.value) ? golden.value : [golden.value ?? 'NaN'];
  const one = expected.length === 1 && found.length === 1;
  return [
    ...(expected.length === found.length
      ? []
      : [{ what: 'number of values', found: found.length, expected: expected.length }]),
    ...expected.map((figure, i) => ({
      what: one ? 'value' : `value [${i}]`,
      found: found[i] ?? NaN,
      expected: figure,
    })),
    ...gradients.flatMap((gradient, i) => compareGradient(gradient, computed[i] ?? [])),
  ];
}

/** Differences of a case; where the reference has no finite number, ours must be finite and, if recorded, right. */
function judge(comparisons: readonly Comparison[], defect: Defect | undefined): readonly Difference[] {
  const size = Math.max(
    1,
    ...comparisons
      .filter(({ what }) => what.startsWith('value'))
      .map(({ expected }) => Math.abs(numberOf(expected)))
      .filter(Number.isFinite),
  );
  return comparisons.flatMap(({ what, found, expected }) => {
    const reference = numberOf(expected);
    const right =
      Number.isFinite(reference) || !what.startsWith('value') ? reference : (defect?.right ?? reference);
    const passes = Number.isFinite(right)
      ? Math.abs(found - right) <= absolute * size + relative * Math.abs(right)
      : defect !== undefined && Number.isFinite(found);
    return passes ? [] : [{ what, found, expected: right }];
  });
}

/** Evaluates one case by the adapter of its method, on the current backend, compiled. */
export async function evaluateCase(golden: GoldenCase, compile: Compile): Promise<Outcome> {
  const adapter = findAdapter(golden.method);
  if (adapter === undefined) return { kind: 'skipped', reason: `the method ${golden.method} is not built` };
  const defect = adapter.defects?.find(({ where }) => where(golden));
  try {
    const differences = judge(await compareAll(golden, adapter.read(golden), compile), defect);
    return differences.length === 0 ? { kind: 'passed' } : { kind: 'failed', differences };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message };
    // Refusing what the reference refuses is right.
    if (golden.raises !== undefined) return { kind: 'passed' };
    return { kind: 'unsupported', reason: error instanceof Error ? error.message : String(error) };
  }
}
