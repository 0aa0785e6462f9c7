import {
  add,
  clone,
  concat,
  grad,
  memory,
  mul,
  oneHot,
  reshape,
  slice,
  sum,
  tensor,
  tidy,
  variable,
  variableGrads,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { hard } from '../../../server/distill/losses/hard.ts';
import { losses } from '../../../server/distill/losses/index.ts';
import type { LossDescriptor } from '../../../server/distill/losses/descriptor.ts';
import { startCpu } from '../../tensorflow.ts';
import {
  batchFor,
  G,
  gradient,
  number,
  relativeError,
  shapeFor,
  value,
  variants,
  type Given,
  type Parameters,
} from './fixtures.ts';

beforeAll(startCpu);

interface Example {
  readonly name: string;
  readonly loss: LossDescriptor;
  readonly parameters: Parameters;
  readonly given: () => Given;
}

/** Every loss of the list with each word of its schema. */
const examples: readonly Example[] = losses.flatMap((loss) => {
  const shape = shapeFor(loss);
  if (shape === undefined) throw new Error(`No shape is known that ${loss.name} accepts`);
  return variants(loss).map((parameters) => ({
    name: `${loss.name} ${JSON.stringify(parameters)}`,
    loss,
    parameters,
    given: () => batchFor(loss, shape),
  }));
});

/** Those that take tokens: `[batch, length, width]` and a mask. */
const sequences = losses
  .filter((loss) => shapeFor(loss, [[3, 5]]) !== undefined)
  .flatMap((loss) =>
    variants(loss)
      .filter((parameters) => parameters.mask !== 'zero-logits')
      .map((parameters) => ({ name: `${loss.name} ${JSON.stringify(parameters)}`, loss, parameters })),
  );

/** Three valid tokens and two. */
const lengths = (): Tensor => tensor([1, 1, 1, 1, 1, 0], [2, 3]);

/** Puts 7 into the last token of the second sample. */
const disturbed = (value: Tensor): Tensor => {
  const size = value.size;
  const width = value.shape[2] ?? 1;
  const last = reshape(oneHot(tensor([size / width - 1], [1], 'int32'), size / width), [2, 3, 1]);
  return add(value, mul(last, 7));
};

/** Adds a third sample of the same tokens. */
const extended = (value: Tensor): Tensor => concat([value, slice(value, 0, 1)], 0);

describe.each(examples)('$name', ({ loss, parameters, given }) => {
  const floor = loss.floor(parameters);

  if (floor === 0) {
    it('is zero when the student equals the teacher', () => {
      const { teacher, ...rest } = given();
      const student = teacher ?? rest.student;
      expect(Math.abs(number(loss, { ...rest, student, teacher: student }, parameters))).toBeLessThan(1e-6);
    });
  }

  it('is finite, with a finite gradient, when both are equal and when both are zero', () => {
    const { student, teacher, ...rest } = given();
    const zero = zerosLike(student);
    for (const both of [teacher ?? student, zero]) {
      const same = { ...rest, student: both, ...(teacher === undefined ? {} : { teacher: clone(both) }) };
      expect(number(loss, same, parameters)).toSatisfy(Number.isFinite);
      expect(gradient(loss, same, parameters)).toSatisfy((values: number[]) => values.every(Number.isFinite));
    }
  });

  it('is finite, with a finite gradient, at a scale of 100', () => {
    const { student, teacher, ...rest } = given();
    const large = {
      ...rest,
      student: mul(student, 100),
      ...(teacher === undefined ? {} : { teacher: mul(teacher, 100) }),
    };
    expect(number(loss, large, parameters)).toSatisfy(Number.isFinite);
    expect(gradient(loss, large, parameters)).toSatisfy((values: number[]) => values.every(Number.isFinite));
  });

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

  if (loss.batchDependent === undefined) {
    it('is unchanged by duplicating the batch; a sum doubles', () => {
      const once = given();
      const double = (value: Tensor): Tensor => concat([value, value], 0);
      const twice: Given = {
        student: double(once.student),
        ...(once.teacher === undefined ? {} : { teacher: double(once.teacher) }),
        ...(once.labels === undefined ? {} : { labels: double(once.labels) }),
      };
      for (const [reduction, factor] of [
        ['mean', 1],
        ['batchmean', 1],
        ['sum', 2],
      ] as const) {
        const expected = factor * number(loss, once, parameters, reduction);
        const found = number(loss, twice, parameters, reduction);
        expect(Math.abs(found - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
      }
    });
  }

  if (loss.detaches === undefined) {
    it('has the gradient that finite differences show', () => {
      const inputs = given();
      const data = inputs.student.dataSync();
      const step = 0.1;
      const moved = (index: number, by: number): number =>
        tidy(() => {
          const changed = Float32Array.from(data);
          changed[index] = (changed[index] ?? 0) + by;
          return number(loss, { ...inputs, student: tensor(changed, inputs.student.shape) }, parameters);
        });
      // Fourth order, so that the step can be large enough for float32.
      const differences = Array.from(
        data,
        (_, i) =>
          (8 * (moved(i, step) - moved(i, -step)) - (moved(i, 2 * step) - moved(i, -2 * step))) / (12 * step),
      );
      expect(relativeError(differences, gradient(loss, inputs, parameters))).toBeLessThan(1e-3);
    });
  }

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

describe.each(sequences)('$name on tokens', ({ loss, parameters }) => {
  const tokens = (): Given & { teacher: Tensor; labels: Tensor; mask: Tensor } => ({
    ...batchFor(loss, [3, 5], 2),
    teacher: G([2, 3, 5], 2, 3),
    labels: tensor([0, 2, 4, 1, 3, 0], [2, 3], 'int32'),
    mask: lengths(),
  });

  it('does not see what stands in padded tokens', () => {
    const given = tokens();
    const changed = { ...given, student: disturbed(given.student), teacher: disturbed(given.teacher) };
    expect(number(loss, changed, parameters)).toBe(number(loss, given, parameters));
    expect(gradient(loss, changed, parameters)).toEqual(gradient(loss, given, parameters));
  });

  it('is unchanged by a sample that is all padding', () => {
    const given = tokens();
    const more = {
      student: extended(given.student),
      teacher: extended(given.teacher),
      labels: extended(given.labels),
      mask: concat([given.mask, tensor([0, 0, 0], [1, 3])], 0),
    };
    expect(number(loss, more, parameters)).toBeCloseTo(number(loss, given, parameters), 5);
  });

  it('is zero, with a zero gradient, when everything is padding', () => {
    const given = { ...tokens(), mask: tensor([0, 0, 0, 0, 0, 0], [2, 3]) };
    expect(Math.abs(number(loss, given, parameters))).toBe(0);
    expect(gradient(loss, given, parameters).every((entry) => Math.abs(entry) === 0)).toBe(true);
  });
});

describe('the list', () => {
  it('has unique names and starts with the hard label', () => {
    const names = losses.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(losses[0]).toBe(hard);
  });
});
