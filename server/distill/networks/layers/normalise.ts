import {
  add,
  customGrad,
  mean,
  mul,
  reshape,
  rsqrt,
  slice,
  squaredDifference,
  stack,
  sub,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Every axis but the last. */
const samples = (x: Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);

/**
 * (x − mean) / √(variance + epsilon) of each channel over all other axes, with the statistics [channels] used
 * (biased variance). The gradient flows through the statistics into `x`, written out so that one tensor of x's size
 * is kept instead of several; the returned statistics themselves carry none.
 *
 * dx = (dy − mean(dy) − y · mean(dy · y)) / √(variance + epsilon) (Ioffe and Szegedy 2015, section 3)
 */
export function normalise(x: Tensor, epsilon: number): { output: Tensor; mean: Tensor; variance: Tensor } {
  const channels = x.shape.at(-1) ?? 1;
  const statistics = statisticsOf(x);
  const row = (index: number): Tensor => reshape(slice(statistics, [index, 0], [1, channels]), [channels]);
  const [center, variance] = [row(0), row(1)];
  const output = customGrad((_, save) => {
    const inverse = rsqrt(add(variance, epsilon));
    const y = mul(sub(x, center), inverse);
    if (typeof save === 'function') save([y, inverse]);
    const gradFunc = (dy: Tensor, [y, inverse]: Tensor[]): Tensor[] => {
      if (y === undefined || inverse === undefined) throw new Error('nothing was saved going forward');
      const axes = samples(x);
      const along = mul(y, mean(mul(dy, y), axes));
      return [mul(sub(sub(dy, mean(dy, axes)), along), inverse)];
    };
    return { value: y, gradFunc };
  })(x);
  return { output, mean: center, variance };
}

/** Mean and biased variance of each channel, [2, channels], outside the gradient. */
function statisticsOf(x: Tensor): Tensor {
  return customGrad(() => {
    const axes = samples(x);
    const center = mean(x, axes);
    const value = stack([center, mean(squaredDifference(x, center), axes)]);
    return { value, gradFunc: () => [zerosLike(x)] };
  })(x);
}
