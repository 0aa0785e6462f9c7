import { div, fill, mul, reshape, util, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';

/** The gradient of a kernel that adds up along axes; `share` makes of it what one of so many places gets. */
const spread = (kernelName: string, share: (gradient: Tensor, places: number) => Tensor): GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x], { axis }) => {
    if (x === undefined || Array.isArray(dy))
      throw new TypeError(`${kernelName} has one output, and keeps x.`);
    const axes = util.parseAxisParam(axis as number | number[], x.shape);
    const kept = x.shape.map((size, at) => (axes.includes(at) ? 1 : size));
    const places = util.sizeFromShape(axes.map((at) => x.shape[at] ?? 1));
    return { x: () => share(mul(reshape(dy, kept), fill(x.shape, 1)), places) };
  },
});

/**
 * Gradients of sums and means as TensorFlow.js has them, but that their ones come from a kernel. TensorFlow.js makes as
 * many as the input has numbers on the host, also where only shapes are asked for: to look at a step that is too large
 * for memory would take that memory.
 */
export const totalGradients: readonly GradConfig[] = [
  spread('Sum', (gradient) => gradient),
  spread('Mean', (gradient, places) => div(gradient, places)),
];
