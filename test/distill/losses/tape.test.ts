import {
  add,
  grad,
  memory,
  mul,
  sum,
  tidy,
  variable,
  variableGrads,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tensorflow.ts';
import { examples, value } from './fixtures.ts';

beforeAll(startCpu);

describe.each(examples)('$name on the tape', ({ loss, parameters, given }) => {
  it('gives the gradient to the student and none to the teacher', () => {
    const { student, teacher, ...rest } = given();
    const weights = {
      student: variable(student, true),
      teacher: variable(teacher ?? student, true),
    };
    // As the trainer does: the teacher's outputs are made before the gradient is recorded.
    const target = mul(weights.teacher, 1);
    const before = target.dataSync().slice();
    const { grads } = variableGrads(() => {
      const term = value(
        loss,
        { ...rest, student: mul(weights.student, 1), ...(teacher === undefined ? {} : { teacher: target }) },
        parameters,
      );
      return sum(term);
    });
    expect(Object.keys(grads)).toEqual([weights.student.name]);
    expect(target.dataSync()).toEqual(before);
    weights.student.dispose();
    weights.teacher.dispose();
  });

  it('with weight 0 leaves the gradient of the other terms bit for bit', () => {
    const { labels, ...inputs } = given();
    const student = inputs.student;
    const other = (logits: Tensor): Tensor => sum(mul(logits, logits));
    const alone = grad(other)(student).dataSync();
    const given0 = { ...inputs, ...(labels === undefined ? {} : { labels }) };
    const both = grad((varied: Tensor) =>
      add(other(varied), mul(sum(value(loss, { ...given0, student: varied }, parameters)), 0)),
    )(student).dataSync();
    expect(both).toEqual(alone);
  });

  it('creates no tensors that outlive it', () => {
    const inputs = given();
    expect(tensorsLeft(() => value(loss, inputs, parameters))).toBe(1);
  });
});

/** Tensors that are left when only the result is kept. */
function tensorsLeft(compute: () => Tensor): number {
  const before = memory().numTensors;
  const kept = tidy(compute);
  const numTensors = memory().numTensors - before;
  kept.dispose();
  return numTensors;
}
