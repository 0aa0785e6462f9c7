import {
  add,
  clone,
  concat,
  mul,
  oneHot,
  reshape,
  slice,
  tensor,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../../server/backends/index.ts';
import { hard } from '../../../server/distill/losses/hard.ts';
import { losses } from '../../../server/distill/losses/index.ts';
import {
  batchFor,
  compiledLosses,
  examples,
  G,
  relativeError,
  shapeFor,
  variants,
  type Evaluate,
  type Given,
} from './fixtures.ts';

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

/** The same of both sides. */
const changed = ({ student, teacher, ...rest }: Given, change: (value: Tensor) => Tensor): Given => ({
  ...rest,
  student: change(student),
  ...(teacher === undefined ? {} : { teacher: change(teacher) }),
});

describe.each(backends.filter((backend) => backend.usable().ok))('compiled on $name', (backend) => {
  const compiled: { answer: Evaluate } = { answer: () => Promise.reject(new Error('It has not started.')) };
  const answer: Evaluate = (...given) => compiled.answer(...given);
  beforeAll(async () => {
    compiled.answer = compiledLosses(await backend.start({ threads: 1 }));
  });

  describe.each(examples)('$name', ({ loss, parameters, given }) => {
    if (loss.floor(parameters) === 0) {
      it('is zero when the student equals the teacher', async () => {
        const { teacher, ...rest } = given();
        const student = teacher ?? rest.student;
        const { number } = await answer(loss, { ...rest, student, teacher: clone(student) }, parameters);
        expect(Math.abs(number)).toBeLessThan(1e-6);
      });
    }

    it('is finite, with a finite gradient, when both are equal, when both are zero and at a scale of 100', async () => {
      const { teacher, ...rest } = given();
      const same: Given = {
        ...rest,
        student: teacher ?? rest.student,
        ...(teacher === undefined ? {} : { teacher }),
      };
      const points = [
        changed(same, clone),
        changed(same, (value) => zerosLike(value)),
        changed(given(), (value) => mul(value, 100)),
      ];
      for (const point of points) {
        const { number, gradient } = await answer(loss, point, parameters);
        expect([number, ...gradient]).toSatisfy((values: number[]) => values.every(Number.isFinite));
      }
    });

    if (loss.batchDependent === undefined) {
      it('is unchanged by duplicating the batch; a sum doubles', async () => {
        const once = given();
        const { labels } = once;
        const double = (value: Tensor): Tensor => concat([value, value], 0);
        const twice = {
          ...changed(once, double),
          ...(labels === undefined ? {} : { labels: double(labels) }),
        };
        for (const [reduction, factor] of [
          ['mean', 1],
          ['batchmean', 1],
          ['sum', 2],
        ] as const) {
          const expected = factor * (await answer(loss, once, parameters, reduction)).number;
          const found = (await answer(loss, twice, parameters, reduction)).number;
          expect(Math.abs(found - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
        }
      });
    }

    if (loss.detaches === undefined) {
      it('has the gradient that finite differences show', async () => {
        const inputs = given();
        const data = inputs.student.dataSync().slice();
        const step = 0.1;
        const moved = async (index: number, by: number): Promise<number> => {
          const shifted = Float32Array.from(data, (value, i) => (i === index ? value + by : value));
          const student = tensor(shifted, inputs.student.shape);
          return (await answer(loss, { ...inputs, student }, parameters)).number;
        };
        // Fourth order, so that the step can be large enough for float32.
        const differences: number[] = [];
        for (const i of data.keys()) {
          const near = (await moved(i, step)) - (await moved(i, -step));
          const far = (await moved(i, 2 * step)) - (await moved(i, -2 * step));
          differences.push((8 * near - far) / (12 * step));
        }
        const { gradient } = await answer(loss, inputs, parameters);
        expect(relativeError(differences, gradient)).toBeLessThan(1e-3);
      });
    }
  });

  describe.each(sequences)('$name on tokens', ({ loss, parameters }) => {
    const tokens = (): Given & { teacher: Tensor; labels: Tensor; mask: Tensor } => ({
      ...batchFor(loss, [3, 5], 2),
      teacher: G([2, 3, 5], 2, 3),
      labels: tensor([0, 2, 4, 1, 3, 0], [2, 3], 'int32'),
      mask: lengths(),
    });

    it('does not see what stands in padded tokens', async () => {
      const other = await answer(loss, changed(tokens(), disturbed), parameters);
      expect(other).toEqual(await answer(loss, tokens(), parameters));
    });

    it('is unchanged by a sample that is all padding', async () => {
      const given = tokens();
      const more = {
        ...changed(given, extended),
        labels: extended(given.labels),
        mask: concat([given.mask, tensor([0, 0, 0], [1, 3])], 0),
      };
      const { number: expected } = await answer(loss, given, parameters);
      expect((await answer(loss, more, parameters)).number).toBeCloseTo(expected, 5);
    });

    it('is zero, with a zero gradient, when everything is padding', async () => {
      const given = { ...tokens(), mask: tensor([0, 0, 0, 0, 0, 0], [2, 3]) };
      const { number, gradient } = await answer(loss, given, parameters);
      expect([number, ...gradient].every((entry) => Math.abs(entry) === 0)).toBe(true);
    });
  });
});

describe('the list', () => {
  it('has unique names and starts with the hard label', () => {
    const names = losses.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(losses[0]).toBe(hard);
  });
});
