import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { Builder, type Layout } from '../../../server/backends/onnx/builder.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';
import { convert } from '../../../server/backends/onnx/layouts.ts';
import { versions } from '../../../server/backends/onnx/lower.ts';
import { findLowering } from '../../../server/backends/onnx/lower/index.ts';
import { encode } from '../../../server/backends/onnx/model.ts';
import { around, openSession } from '../../../server/backends/onnx/session.ts';
import { record } from '../../../server/backends/recording/record.ts';

type Images = (x: tf.Tensor4D, y: tf.Tensor4D) => tf.Tensor;

/** Two batches of images; 32 channels are two blocks of 16. */
const shape = [2, 3, 4, 32] as const;

const image = (from: number): tf.Tensor4D =>
  tf.reshape(tf.sin(tf.mul(tf.range(from, from + 768), 0.7)), [...shape]);

/**
 * Runs `run` on images that lie in `layout`. Gives the numbers, and in which layouts the result lay before it was
 * asked for.
 */
async function lowered(run: Images, layout: Layout) {
  const images = { x: image(0), y: image(100) };
  const { graph } = record(({ x, y }: typeof images) => ({ result: run(x, y) }), images);
  const builder = new Builder(graph, { block: 16 });
  for (const { name, value } of graph.inputs) {
    // As a convolution would have left it: in this layout only.
    builder.set(value, convert(builder, { name, shape, from: 'plain', to: layout }), layout);
  }
  for (const node of graph.nodes) expect(findLowering(node.kernel)?.lower(node, builder)).not.toBe(false);
  const [result] = graph.outputs;
  if (result === undefined) throw new TypeError('There is no result.');
  const { shape: sizes, dtype } = builder.value(result.value);
  const layouts = [...builder.layouts(result.value)];
  const repeated = builder.repeated(result.value) !== null;
  const output = builder.copy(builder.get(result.value));
  const session = await openSession(
    encode({
      inputs: graph.inputs.map(({ name }) => ({ name, type: 'float32', shape })),
      outputs: [{ name: output, type: 'float32', shape: sizes }],
      initializers: builder.initializers,
      nodes: builder.nodes,
      opsets: versions,
    }),
    { threads: 1, optimise: 'all' },
  );
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name }) => [
      name,
      around(images[name as 'x' | 'y'].dataSync<'float32'>(), { shape, dtype: 'float32' }),
    ]),
  );
  const results = await session.run(feeds);
  await session.release();
  expect(dtype).toBe('float32');
  return { layouts, repeated, values: Array.from((results[output]?.data ?? []) as Float32Array) };
}

const vector = (): tf.Tensor1D => tf.cos(tf.range(0, 32));

/** What keeps the layout of its images. */
const kept: Readonly<Record<string, Images>> = {
  'one image': (x) => tf.tanh(x),
  'two images': (x, y) => tf.add(tf.mul(x, y), x),
  'an image and a number': (x) => tf.sub(tf.mul(x, 3), 0.5),
  'an image and a number a channel': (x) => tf.add(tf.mul(x, vector()), tf.reshape(vector(), [1, 1, 1, 32])),
  'an image and a number a sample and channel': (x, y) => tf.mul(x, tf.mean(y, [1, 2], true)),
  'an image and a number a place': (x, y) => tf.mul(x, tf.mean(y, 3, true)),
  'an image and a number a sample': (x, y) => tf.mul(x, tf.mean(y, [1, 2, 3], true)),
  'a comparison, and a choice': (x, y) => tf.where(tf.greater(x, y), x, tf.zerosLike(x)),
  'an image and a constant image': (x) => tf.add(x, image(7)),
  'the gradient of a mean over places': (x, y) =>
    tf.add(x, tf.grad((z) => tf.sum(tf.square(tf.mean(z, [1, 2]))))(y)),
};

/** What comes out in plain layout, whatever the images lie in. */
const left: Readonly<Record<string, Images>> = {
  'a sum a channel': (x) => tf.sum(x, [0, 1, 2]),
  'a mean a sample and channel': (x) => tf.mean(x, [1, 2]),
  'a mean a channel, axes kept': (x) => tf.mean(x, [0, 1, 2], true),
  'the largest of all': (x) => tf.max(x),
  'a sum over channels': (x) => tf.sum(x, 3),
  'a sum over rows, which leaves columns and channels': (x) => tf.sum(x, 1),
  'a reshape': (x) => tf.reshape(x, [6, 128]),
  'a transpose': (x) => tf.transpose(x, [3, 0, 2, 1]),
  'batch normalisation by given statistics': (x) =>
    tf.batchNorm(x, vector(), tf.add(tf.square(vector()), 1), vector(), vector()),
  'a cut': (x) => tf.slice(x, [0, 1, 0, 16], [2, 2, -1, 16]),
  margins: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [0, 1],
      [16, 0],
    ]),
  'channels side by side': (x, y) => tf.concat([x, y], 3),
  'columns turned round': (x) => tf.reverse(x, [2]),
  'a repeated tensor': (x) => tf.mul(tf.mean(x, [1, 2], true), tf.ones([...shape])),
};

describe.runIf(onnx.usable().ok)('images in a layout of their own', () => {
  beforeAll(() => findBackend('cpu').start({ threads: 1 }));

  const every = (['nchw', 'blocked'] as const).flatMap((layout) =>
    Object.entries({ ...kept, ...left }).map(([name, run]) => ({ layout, name, run })),
  );

  test.each(every)('$layout: $name gives what cpu gives', async ({ layout, name, run }) => {
    const expected = run(image(0), image(100)).dataSync();
    const { values, layouts, repeated } = await lowered(run, layout);
    expect(values).toHaveLength(expected.length);
    values.forEach((value, index) => {
      expect(Math.abs(value - (expected[index] ?? Number.NaN)), `element ${index}`).toBeLessThan(2e-5);
    });
    if (name in kept) expect(layouts).toEqual([layout]);
    expect(repeated).toBe(name === 'a repeated tensor');
  });
});
