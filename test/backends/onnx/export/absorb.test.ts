import {
  add,
  conv2d,
  depthwiseConv2d,
  matMul,
  mul,
  pad,
  relu,
  tidy,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { absorb } from '../../../../server/backends/onnx/export/absorb.ts';
import type { Graph } from '../../../../server/backends/recording/graph.ts';
import { record } from '../../../../server/backends/recording/record.ts';
import { replay } from '../../../../server/backends/recording/replay.ts';
import type { Tensors } from '../../../../server/distill/tensors.ts';
import { noise } from '../../../distill/networks/network.ts';
import { startCpu } from '../../../tensorflow.ts';

beforeAll(startCpu);

const inputs = (): Tensors => ({
  x: noise([2, 5, 5, 3], 'x'),
  kernel: noise([3, 3, 3, 4], 'kernel'),
  depthwise: noise([3, 3, 3, 2], 'depthwise'),
  factor: noise([4], 'factor'),
  summand: noise([4], 'summand'),
  factor6: noise([6], 'factor6'),
  rows: noise([2, 3], 'rows'),
  dense: noise([3, 4], 'dense'),
  turned: noise([4, 3], 'turned'),
});

const four = (x: Tensor | undefined): Tensor4D => x as Tensor4D;
const at = (given: Tensors, name: string): Tensor => given[name] ?? noise([1]);

/** A function before and after, with the same numbers. */
function absorbed(run: (given: Tensors) => Tensor | readonly Tensor[]): { before: Graph; after: Graph } {
  const given = inputs();
  const outputs = (made: Tensor | readonly Tensor[]): Tensors =>
    Object.fromEntries([made].flat().map((tensor, index) => [String(index), tensor]));
  const before = record((named: Tensors) => outputs(run(named)), given).graph;
  const moving = new Set(['x', 'rows']);
  const fixed = before.inputs.filter(({ name }) => !moving.has(name)).map(({ value }) => value);
  const after = absorb(before, new Set(fixed));
  tidy(() => {
    const [expected, found] = [before, after].map((graph) =>
      replay(graph, Object.values(given)).map((tensor) => tensor.dataSync()),
    );
    expected?.forEach((numbers, output) =>
      numbers.forEach((value, i) => expect(found?.[output]?.[i]).toBeCloseTo(value, 4)),
    );
  });
  return { before, after };
}

/** Kernels that have to run for every batch. */
function kernels(graph: Graph): readonly string[] {
  const moving = new Set(graph.inputs.flatMap(({ name, value }) => (/^(x|rows)$/.test(name) ? [value] : [])));
  return graph.nodes.flatMap(({ kernel, inputs: read, outputs }) => {
    if (!Object.values(read).some((value) => moving.has(value))) return [];
    outputs.forEach((value) => moving.add(value));
    return [kernel];
  });
}

const conv = (given: Tensors): Tensor => conv2d(four(at(given, 'x')), four(at(given, 'kernel')), 1, 'same');

describe('what stands beside a product', () => {
  it('is taken into a convolution: factor, summand and both again', () => {
    const { before, after } = absorbed((given) => {
      const once = add(mul(conv(given), at(given, 'factor')), at(given, 'summand'));
      return add(mul(at(given, 'summand'), once), at(given, 'factor'));
    });
    expect(kernels(before)).toHaveLength(5);
    expect(kernels(after)).toEqual(['FusedConv2D']);
  });

  it('is taken into a convolution a channel', () => {
    const { after } = absorbed((given) =>
      mul(
        depthwiseConv2d(four(at(given, 'x')), four(at(given, 'depthwise')), 1, 'same'),
        at(given, 'factor6'),
      ),
    );
    expect(kernels(after)).toEqual(['DepthwiseConv2dNative']);
  });

  it.each([
    ['dense', false],
    ['turned', true],
  ])('is taken into a product of matrices, %s', (name, transpose) => {
    const { after } = absorbed((given) =>
      add(
        mul(matMul(at(given, 'rows'), at(given, name), false, transpose), at(given, 'factor')),
        at(given, 'summand'),
      ),
    );
    expect(kernels(after)).toEqual(['_FusedMatMul']);
  });

  it('is zeros around the image', () => {
    const { after } = absorbed((given) =>
      conv2d(
        four(
          pad(at(given, 'x'), [
            [0, 0],
            [1, 2],
            [2, 1],
            [0, 0],
          ]),
        ),
        four(at(given, 'kernel')),
        2,
        'valid',
      ),
    );
    expect(kernels(after)).toEqual(['Conv2D']);
  });

  it('stays where somebody else reads the product', () => {
    const { before, after } = absorbed((given) => {
      const made = conv(given);
      return [mul(made, at(given, 'factor')), relu(made)];
    });
    expect(kernels(after)).toEqual(kernels(before));
  });

  it('stays where it is no constant, or not a number a channel', () => {
    const changing = absorbed((given) => mul(conv(given), mul(conv(given), at(given, 'factor'))));
    expect(kernels(changing.after)).toContain('Multiply');
    const image = absorbed((given) => add(conv(given), noise([5, 5, 4], 'image')));
    expect(kernels(image.after)).toEqual(['Conv2D', 'Add']);
  });

  it('stays behind something that is not linear', () => {
    const { after } = absorbed((given) => mul(relu(conv(given)), at(given, 'factor')));
    expect(kernels(after)).toEqual(['Conv2D', 'Relu', 'Multiply']);
  });
});
