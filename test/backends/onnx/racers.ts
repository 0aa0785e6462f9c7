import * as tf from '@tensorflow/tfjs-core';
import { noDraws } from '../../../server/distill/draws.ts';
import { findNetwork } from '../../../server/distill/networks/index.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Network } from '../../../server/distill/networks/network.ts';
import { upload } from '../../../server/distill/models.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { sizeOf, type Tensors } from '../../../server/distill/tensors.ts';

const drawn = (site: string, shape: readonly number[]): tf.Tensor => {
  const values = uniforms({ seed: 1, stage: 0, step: 0, site }, sizeOf(shape));
  return tf.tensor(
    values.map((u) => 2 * u - 1),
    [...shape],
  );
};

/** Whole numbers below `limit`, most of them several times. */
const indices = (count: number, limit: number): tf.Tensor =>
  tf.tensor(
    Int32Array.from(uniforms({ seed: 2, stage: 0, step: 0, site: 'indices' }, count), (u) =>
      Math.floor(u * limit),
    ),
    [count],
  );

/** What is run again and again, from the same inputs. */
export interface Racer {
  readonly name: string;
  readonly inputs: () => Tensors;
  readonly run: (given: Tensors) => Tensors;
}

/** An operation of two tensors, or of one. */
interface Operation {
  readonly name: string;
  readonly inputs: () => Tensors;
  readonly run: (x: tf.Tensor, by: tf.Tensor) => tf.Tensor;
}

const racing = ({ name, inputs, run }: Operation): Racer => ({
  name,
  inputs,
  run: ({ x, by }) => ({ y: run(x ?? tf.scalar(0), by ?? tf.scalar(0)) }),
});

const image = (x: tf.Tensor): tf.Tensor4D => tf.reshape(x, [8, 32, 32, 16]);
const gradient = (of: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor, dy: tf.Tensor) =>
  tf.grad((given) => tf.sum(tf.mul(of(given), tf.slice(dy, 0, of(given).size))))(x);

const flat = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [-1]);
const pixels = () => ({ x: drawn('x', [8 * 32 * 32 * 16]), by: drawn('dy', [8 * 32 * 32 * 16]) });
const rows = () => ({ x: drawn('rows', [2048, 64]), by: drawn('dy', [64]) });

/**
 * Operations in which several threads could write to the same place, or add up in whatever order they come.
 * ONNX Runtime 1.30 splits all of them at these sizes but the sum by segment (ScatterElements), that of everything and
 * that over columns, which have no second thread yet: ScatterND with a reduction has, and races (engine.md).
 */
const operations: readonly Operation[] = [
  {
    name: 'sum of rows by segment, as the gradient of an embedding',
    inputs: () => ({ x: drawn('x', [1024, 64]), by: indices(1024, 50) }),
    run: (x, by) => tf.unsortedSegmentSum(x, tf.reshape<tf.Rank.R1>(by, [-1]), 50),
  },
  {
    name: 'gradient of gather',
    inputs: () => ({ x: drawn('x', [200, 64]), by: indices(2048, 200) }),
    run: (x, by) => tf.grad((table) => tf.sum(tf.square(tf.gather(table, tf.reshape(by, [-1])))))(x),
  },
  {
    name: 'gradient of max-pool with windows that overlap',
    inputs: pixels,
    run: gradient((x) => flat(tf.maxPool(image(x), 3, 2, 'same'))),
  },
  {
    name: 'gradient of average-pool with windows that overlap',
    inputs: pixels,
    run: gradient((x) => flat(tf.avgPool(image(x), 3, 2, 'valid'))),
  },
  { name: 'sum of everything', inputs: pixels, run: (x) => tf.sum(x) },
  { name: 'sum over rows', inputs: rows, run: (x) => tf.sum(x, 0) },
  { name: 'sum over columns', inputs: rows, run: (x) => tf.sum(x, 1) },
  { name: 'mean over images, as batch-norm', inputs: pixels, run: (x) => tf.mean(image(x), [0, 1, 2]) },
  { name: 'largest place', inputs: rows, run: (x) => tf.argMax(x, 0) },
  {
    name: 'gradient of a convolution by its filter',
    inputs: () => ({ x: drawn('x', [3 * 3 * 16 * 16]), by: drawn('image', [4 * 32 * 32 * 16]) }),
    run: (x, by) =>
      tf.grad((filter) =>
        tf.sum(
          tf.square(
            tf.conv2d(
              tf.reshape<tf.Rank.R4>(by, [4, 32, 32, 16]),
              tf.reshape<tf.Rank.R4>(filter, [3, 3, 16, 16]),
              2,
              'same',
            ),
          ),
        ),
      )(x),
  },
];

export const racers: readonly Racer[] = operations.map(racing);

/** The gradient of an embedding of `words` × `width` that a batch of 16 × 64 tokens was looked up in. */
export const embedding = (words: number, width: number): Racer =>
  racing({
    name: `gradient of an embedding of ${words} × ${width}`,
    inputs: () => ({ x: drawn('x', [1024, width]), by: indices(1024, words) }),
    run: (x, by) => tf.unsortedSegmentSum(x, tf.reshape<tf.Rank.R1>(by, [-1]), words),
  });

/**
 * Every gradient of a CIFAR residual network on images of `side` × `side`: first layer, blocks that halve the image,
 * batch norm, ReLU, sums of residuals, pooling. In blocks where ONNX Runtime has them.
 */
export function residualNetwork({
  batch,
  side,
  width,
}: Readonly<Record<'batch' | 'side' | 'width', number>>): Racer {
  const classes = 10;
  const image = { shape: [side, side, 3], dtype: 'float32' } as const;
  const network = findNetwork('resnet').build({ depth: 8, width }, { fields: { image }, classes, files: {} });
  return gradientsOf(network, {
    name: `gradients of resnet8x${width}, batch ${batch} of ${side} × ${side}`,
    batch: () => ({ image: drawn('image', [batch, ...image.shape]) }),
    weights: () => drawn('weights', [batch, classes]),
  });
}

/** Every gradient of a BERT encoder of two blocks: products, LayerNorm, GELU, softmax, sums of biases, embeddings. */
export function encoder({
  batch,
  length,
  width,
}: Readonly<Record<'batch' | 'length' | 'width', number>>): Racer {
  const [classes, vocabulary] = [10, 500];
  const tokens = { shape: [length], dtype: 'int32' } as const;
  const layout = { blocks: 2, width, heads: 4, feedForward: 4 * width, vocabulary, positions: length };
  const network = findNetwork('bert').build(
    { ...layout, dropout: 0, attentionDropout: 0 },
    { fields: { tokens }, classes, files: {} },
  );
  return gradientsOf(network, {
    name: `gradients of BERT 2 × ${width}, batch ${batch} of ${length} tokens`,
    batch: () => ({ tokens: tf.reshape(indices(batch * length, vocabulary), [batch, length]) }),
    weights: () => drawn('weights', [batch, classes]),
  });
}

interface Asked {
  readonly name: string;
  readonly batch: () => Tensors;
  /** Of the squared logits in the loss. */
  readonly weights: () => tf.Tensor;
}

/** Gradients of every parameter in training. */
function gradientsOf(network: Network, { name, batch, weights }: Asked): Racer {
  const names = network.parameters.map((parameter) => parameter.name);
  return {
    name,
    inputs: () => ({
      ...upload(initialise([...network.parameters, ...network.state], { seed: 1, model: 'student' })),
      ...batch(),
      weights: weights(),
    }),
    run: (given) => {
      const none = tf.scalar(0);
      const loss = (...parameters: tf.Tensor[]): tf.Tensor => {
        const trained = Object.fromEntries(names.map((each, at) => [each, parameters[at] ?? none]));
        const { taps } = network.apply(trained, given, given, { training: true, draws: noDraws });
        return tf.sum(tf.mul(tf.square(taps.logits ?? none), given.weights ?? none));
      };
      const gradients = tf.grads(loss)(names.map((each) => given[each] ?? none));
      return Object.fromEntries(gradients.map((gradient, at) => [names[at] ?? '', gradient]));
    },
  };
}
