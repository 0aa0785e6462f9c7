import * as tf from '@tensorflow/tfjs-core';
import { findBackend } from '../../server/backends/index.ts';
import { kernels as ours } from '../../server/backends/wasm/kernels/index.ts';
import { findNetwork } from '../../server/distill/networks/index.ts';
import { initialise } from '../../server/distill/networks/initialise.ts';
import { uniforms } from '../../server/distill/random.ts';
import { sizeOf, type Shape } from '../../server/distill/tensors.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const repetitions = 20;

/** Our wasm kernels against the package's own, each with fresh inputs, and a whole step of LeNet-5 with either. */
export async function kernels(): Promise<readonly Row[]> {
  await findBackend('wasm').start({ threads: 1 });
  const subjects = [...single(), lenet()];
  const after = subjects.map(medianMs);
  const before = withThePackagesOwn(() => subjects.map(medianMs));
  return subjects.flatMap(({ name }, index) => [
    { name: `${name}, without ours`, value: before[index] ?? Number.NaN, unit: 'ms' },
    { name: `${name}, ours`, value: after[index] ?? Number.NaN, unit: 'ms' },
  ]);
}

interface Subject {
  readonly name: string;
  readonly inputs: readonly Shape[];
  readonly run: (...inputs: tf.Tensor[]) => tf.TensorContainer;
}

/** The shapes of LeNet-5 at batch 64, attention of a small transformer, and batch statistics of a CIFAR network. */
const single = (): readonly Subject[] => [
  convolution('image', (run) => ({ dy: run.dy, filter: run.filter }), 'Conv2DBackpropInput'),
  convolution('filter', (run) => ({ x: run.x, dy: run.dy }), 'Conv2DBackpropFilter'),
  {
    name: 'max-pool gradient, 64×28×28×6',
    inputs: [
      [64, 28, 28, 6],
      [64, 14, 14, 6],
    ],
    run: (input, dy) =>
      kernel('MaxPoolGrad', { input, dy, output: dy }, { filterSize: 2, strides: 2, pad: 'valid' }),
  },
  {
    name: 'matrix product, 784×64 transposed by 64×256',
    inputs: [
      [64, 784],
      [64, 256],
    ],
    run: (a, b) => tf.matMul(a, b, true),
  },
  {
    name: '64 matrix products of 64×64',
    inputs: [
      [64, 64, 64],
      [64, 64, 64],
    ],
    run: (a, b) => tf.matMul(a, b, false, true),
  },
  {
    name: 'sum over images and places, 64×32×32×16',
    inputs: [[64, 32, 32, 16]],
    run: (x) => tf.sum(x, [0, 1, 2]),
  },
  {
    name: 'slice, 64×32×32×16 to 30×30',
    inputs: [[64, 32, 32, 16]],
    run: (x) => tf.slice(x, [0, 1, 1, 0], [64, 30, 30, 16]),
  },
];

function convolution(
  by: string,
  inputsOf: (tensors: Record<'x' | 'dy' | 'filter', tf.Tensor>) => tf.NamedTensorMap,
  name: string,
): Subject {
  const [image, filter, output] = [
    [64, 14, 14, 6],
    [5, 5, 6, 16],
    [64, 10, 10, 16],
  ];
  return {
    name: `convolution gradient by ${by}, ${image.join('×')} with ${filter.join('×')}`,
    inputs: [image, filter, output],
    run: (x, filters, dy) =>
      kernel(name, inputsOf({ x, filter: filters, dy }), {
        strides: 1,
        pad: 'valid',
        dataFormat: 'NHWC',
        dilations: 1,
        inputShape: image,
        filterShape: filter,
      }),
  };
}

const kernel = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes);

function lenet(): Subject {
  const image = { shape: [28, 28, 1], dtype: 'float32' } as const;
  const network = findNetwork('lenet5').build({}, { fields: { image }, classes: 10, files: {} });
  const start = initialise(network.parameters, { seed: 1, model: 'bench' });
  const variables = network.parameters.map(({ name, shape }) =>
    tf.tensor(start[name]?.data ?? [], [...shape]),
  );
  const [input] = network.inputs;
  const draws = { uniform: (_: string, shape: Shape) => random(shape) };
  return {
    name: 'LeNet-5 forward and gradient, batch 64',
    inputs: [
      [64, 28, 28, 1],
      [64, 10],
    ],
    run: (images, targets) =>
      tf.grads((...values) => {
        const parameters = Object.fromEntries(
          network.parameters.map(({ name }, i) => [name, values[i] ?? images]),
        );
        const { taps } = network.apply(
          parameters,
          {},
          { [input?.name ?? '']: images },
          { training: true, draws },
        );
        return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(taps.logits ?? images))));
      })(variables),
  };
}

const random = (shape: Shape): tf.Tensor =>
  tf.tensor(uniforms({ seed: 1, stage: 0, step: 0, site: 'bench' }, sizeOf(shape)), [...shape]);

function medianMs({ inputs, run }: Subject): number {
  const times = Array.from({ length: repetitions + 3 }, () =>
    tf.tidy(() => {
      // Fresh tensors: the package keeps what it packed for a filter that it has seen.
      const tensors = inputs.map(random);
      const startedAt = performance.now();
      run(...tensors);
      return performance.now() - startedAt;
    }),
  );
  return times.slice(3).sort((a, b) => a - b)[repetitions / 2] ?? Number.NaN;
}

/** Runs with the package's kernels, and what it lacks composed as people do: a slice and a product for each tap. */
function withThePackagesOwn<T>(run: () => T): T {
  const swapped = ours.flatMap(({ name, replaced }) => {
    const own = replaced() ?? (name === 'Conv2DBackpropFilter' ? composed : null);
    const [current] = tf.getKernelsForBackend('wasm').filter(({ kernelName }) => kernelName === name);
    return own && current ? [{ own, current }] : [];
  });
  const register = (config: tf.KernelConfig): void => {
    tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  };
  for (const { own } of swapped) register(own);
  try {
    return run();
  } finally {
    for (const { current } of swapped) register(current);
  }
}

/** Stride 1. */
const composed: tf.KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const { pad, filterShape } = attrs as unknown as {
      pad: 'same' | 'valid';
      filterShape: [number, number, number, number];
    };
    return tf.tidy(() => {
      const [rows, columns, from, to] = filterShape;
      const [n, height, width] = dy.shape;
      const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, 1, 1, pad);
      const { top, bottom, left, right } = info.padInfo;
      const image = tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]);
      const gradient = tf.reshape(dy, [n * height * width, to]);
      const taps = Array.from({ length: rows * columns }, (_, tap) => {
        const [i, j] = [Math.floor(tap / columns), tap % columns];
        const seen = tf.stridedSlice(image, [0, i, j, 0], [n, i + height, j + width, from], [1, 1, 1, 1]);
        return tf.matMul(tf.reshape(seen, [n * height * width, from]), gradient, true);
      });
      return tf.reshape(tf.concat(taps, 0), filterShape);
    });
  },
};
