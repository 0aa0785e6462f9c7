import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { measureStep } from '../../server/backends/recording/measure.ts';
import type { StepOutputs } from '../../server/distill/step.ts';
import { startCpu } from '../tensorflow.ts';
import { hard, hint, kd, make } from './steps.ts';

beforeAll(startCpu);

const dropping = { kind: 'mlp', config: { hidden: [6], dropout: 0.3 } };

const values = ({ variables, slots, metrics }: StepOutputs) => ({
  metrics: [...metrics.dataSync()],
  tensors: Object.fromEntries(
    [...Object.entries(variables), ...Object.entries(slots)].map(([name, t]) => [name, [...t.dataSync()]]),
  ),
});

describe('a step', () => {
  test('gives the same bits when it runs twice from the same inputs', () => {
    const { step, start } = make({ terms: [hard, kd, hint()], network: dropping, clip: 1 });
    const inputs = start();
    expect(values(step.run(inputs))).toEqual(values(step.run(inputs)));
  });

  test('changes none of its inputs', () => {
    const { step, start } = make({ terms: [hard, kd, hint()] });
    const inputs = start();
    const before = Object.entries(inputs.variables).map(([name, t]) => [name, [...t.dataSync()]]);
    step.run(inputs);
    expect(Object.entries(inputs.variables).map(([name, t]) => [name, [...t.dataSync()]])).toEqual(before);
  });

  test('reads no value back: it runs where there are none', () => {
    const { step, start } = make({ terms: [hard, kd, hint()], network: dropping, clip: 1, accumulate: 2 });
    // The recording backend throws when anything is read.
    expect(measureStep(() => step.run(start())).flops).toBeGreaterThan(0);
  });

  test('leaves no tensors but its outputs', () => {
    const { step, start } = make({ terms: [hard, kd, hint()], network: dropping, accumulate: 2 });
    const inputs = start();
    const before = memory().numTensors;
    const { variables, slots, state, metrics } = step.run(inputs);
    const outputs = [variables, slots, state].reduce((sum, group) => sum + Object.keys(group).length, 1);
    expect(memory().numTensors - before).toBe(outputs);
    metrics.dispose();
  });

  test('trains the projections with the student', () => {
    const { step, start } = make({ terms: [hint()] });
    const inputs = start();
    const outputs = step.run(inputs);
    const name = 'projection/stage/shape/0/kernel';
    expect(values(outputs).tensors[name]).not.toEqual([...(inputs.variables[name]?.dataSync() ?? [])]);
  });

  test('is the same with weight 0 as without the term', () => {
    const without = make({ terms: [hard] });
    const zero = make({ terms: [hard, { ...kd, weight: { kind: 'constant', value: 0 } }] });
    const a = values(without.step.run(without.start()));
    const b = values(zero.step.run(zero.start()));
    expect(b.tensors).toEqual(a.tensors);
  });

  test('averages the gradients of micro-batches to that of the whole batch', () => {
    const whole = make({ terms: [hard, kd, hint()] });
    const halves = make({ terms: [hard, kd, hint()], accumulate: 2 });
    const a = values(whole.step.run(whole.start()));
    const b = values(halves.step.run(halves.start()));
    a.metrics.forEach((value, index) => expect(b.metrics[index]).toBeCloseTo(value, 5));
    for (const [name, expected] of Object.entries(a.tensors)) {
      expected.forEach((value, index) => expect(b.tensors[name]?.[index]).toBeCloseTo(value, 4));
    }
  });

  test('reports raw and weighted values whose weighted sum is the loss', () => {
    const { step, start } = make({ terms: [hard, kd, hint()] });
    const metrics = new Map(
      step.metrics.map((name, index) => [name, values(step.run(start())).metrics[index] ?? NaN]),
    );
    const weighted = ['hard', 'kd', 'shape'].map((id) => metrics.get(`${id}.weighted`) ?? NaN);
    expect(metrics.get('kd.weighted')).toBeCloseTo(0.9 * (metrics.get('kd.raw') ?? NaN), 5);
    expect(metrics.get('loss')).toBeCloseTo(
      weighted.reduce((a, b) => a + b, 0),
      5,
    );
  });
});
