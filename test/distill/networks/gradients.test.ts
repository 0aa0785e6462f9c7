import { grads, mul, sum, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chain } from '../../../server/distill/networks/chain.ts';
import { fromGraph } from '../../../server/distill/networks/from-graph.ts';
import type { Shape } from '../../../server/distill/tensors.ts';
import { startCpu } from '../../tensorflow.ts';
import { noDraws, noise, upload, variables } from './network.ts';

beforeAll(startCpu);

/** Smooth layers only: at the kink of a ReLU a difference quotient proves nothing. */
const cases: readonly (readonly [layer: string, config: Record<string, unknown>, input: Shape])[] = [
  ['dense', { units: 3 }, [4]],
  ['conv', { filters: 2, size: 3, padding: 'same', strides: 2 }, [5, 4, 2]],
  ['conv', { filters: 2, size: 3, padding: 1 }, [4, 4, 2]],
  ['conv', { filters: 2, size: 2, dilation: 2 }, [5, 5, 1]],
  ['depthwise-conv', { size: 2, multiplier: 2, dilation: [2, 1] }, [4, 4, 2]],
  ['average-pool', { size: 3, strides: 2, padding: 'same' }, [5, 5, 2]],
  ['global-average-pool', {}, [3, 3, 2]],
  ['zero-padding', { padding: 1 }, [2, 2, 2]],
  ['activation', { function: 'gelu' }, [6]],
  ['activation', { function: 'swish' }, [6]],
  ['batch-norm', { convention: 'pytorch' }, [4]],
  ['batch-norm', { convention: 'keras', scale: false }, [3, 2, 2]],
];

describe.each(cases)('the gradient of %s %j', (layer, config, input) => {
  it('is the difference quotient, for the input and every parameter', () => {
    const network = fromGraph(chain(input, [{ name: 'it', layer, config, tap: null }]), {
      kind: 'test',
      classes: null,
    });
    const all = upload(variables(network));
    const names = network.parameters.map(({ name }) => name);
    const weights = noise([5, ...outputShape()], 'weights');

    function outputShape(): Shape {
      return run(noise([5, ...input]), ...names.map((name) => all[name] ?? noise([]))).shape.slice(1);
    }
    function run(image: Tensor, ...parameters: Tensor[]): Tensor {
      const given = Object.fromEntries(names.map((name, i) => [name, parameters[i] ?? image]));
      const options = { training: true, draws: { uniform: noDraws } };
      return network.apply(given, all, { image }, options).taps.logits ?? image;
    }
    const loss = (...values: Tensor[]): Tensor => {
      const [image = noise([]), ...parameters] = values;
      return sum(mul(run(image, ...parameters), weights));
    };

    const point = [noise([5, ...input]), ...names.map((name) => all[name] ?? noise([]))];
    grads(loss)(point).forEach((gradient, index) => {
      const exact = gradient.dataSync();
      const quotients = quotient(loss, point, index);
      const difference = Math.hypot(...exact.map((value, i) => value - (quotients[i] ?? NaN)));
      expect(difference / Math.hypot(...quotients)).toBeLessThan(3e-3);
    });
  });
});

/** Central differences of a scalar function in each entry of one argument. */
function quotient(loss: (...values: Tensor[]) => Tensor, point: readonly Tensor[], index: number): number[] {
  const at = point[index];
  if (at === undefined) return [];
  const values = at.dataSync();
  const step = 0.01;
  const shifted = (i: number, by: number): number => {
    const moved = Float32Array.from(values, (value, j) => (i === j ? value + by : value));
    const [value = NaN] = loss(...point.map((x, j) => (j === index ? tensor(moved, x.shape) : x))).dataSync();
    return value;
  };
  return Array.from(values, (_, i) => (shifted(i, step) - shifted(i, -step)) / (2 * step));
}
