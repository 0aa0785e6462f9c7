import { add, div, erf, exp, mul, square, sub, tanh, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation, run } from './operation.ts';

interface Attributes {
  /** `erf`: with the normal distribution itself. `tanh`: with its approximation, as GPT-2 has it. */
  readonly form: 'erf' | 'tanh';
}

/** Of the tanh approximation. */
const [slope, cubic] = [Math.sqrt(2 / Math.PI), 0.044715];

/** Twice the distribution function of the normal distribution, or of its approximation. */
const twicePhi = (x: Tensor, { form }: Attributes): Tensor =>
  form === 'erf'
    ? add(erf(div(x, Math.SQRT2)), 1)
    : add(tanh(mul(mul(x, slope), add(mul(square(x), cubic), 1))), 1);

const formula = {
  value: 'y = x·Φ(x);  tanh: Φ(x) ≈ ½·(1 + tanh(√(2/π)·(x + 0.044715·x³)))',
  sources: [
    'Hendrycks and Gimpel, Gaussian error linear units, arXiv 1606.08415, section 2',
    'pytorch/pytorch torch/nn/functional.py gelu',
  ],
} as const;

/** dx from x and dy, any shape. */
export const geluGrad = operation({
  name: 'GeluGrad',
  formula: 'dx = dy · (Φ(x) + x·Φ′(x))',
  sources: formula.sources,
  outputs: ['dx'],
  compose: ({ x, dy }: { x: Tensor; dy: Tensor }, attributes: Attributes) => {
    const twice = twicePhi(x, attributes);
    const squares = square(x);
    const density =
      attributes.form === 'erf'
        ? mul(exp(mul(squares, -0.5)), slope)
        : // (1 − tanh²)·u′ with 1 + tanh = twice.
          mul(mul(twice, sub(2, twice)), add(mul(squares, 3 * cubic * slope), slope));
    return [mul(mul(dy, 0.5), add(twice, mul(x, density)))];
  },
  infer: ({ x }, { form }) => ({
    outputs: [{ shape: x.shape, dtype: 'float32' }],
    flops: (form === 'erf' ? 11 : 17) * sizeOf(x.shape),
  }),
});

/** Gaussian error linear unit of each value, any shape. Keeps x alone. */
export const gelu = operation({
  name: 'Gelu',
  formula: formula.value,
  sources: formula.sources,
  outputs: ['y'],
  compose: ({ x }: { x: Tensor }, attributes: Attributes) => [mul(mul(x, 0.5), twicePhi(x, attributes))],
  infer: ({ x }, { form }) => ({
    outputs: [{ shape: x.shape, dtype: 'float32' }],
    flops: (form === 'erf' ? 5 : 9) * sizeOf(x.shape),
  }),
  gradient: {
    keeps: ['x'],
    of: ([dy], { x }, attributes) => ({ x: () => run(geluGrad, { x, dy }, attributes)[0] }),
  },
});
