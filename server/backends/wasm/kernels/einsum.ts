import { backend_util, matMul, reshape, sum, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { RetortError } from '../../../protocol/failure.ts';
import { defineKernel } from './kernel.ts';
import { say } from '../../../text/say.ts';

/** A tensor with a letter for each axis. */
interface Lettered {
  readonly tensor: Tensor;
  readonly letters: string;
}

const without = (letters: string, other: string): string =>
  Array.from(letters)
    .filter((letter) => !other.includes(letter))
    .join('');
const shared = (letters: string, other: string): string =>
  Array.from(letters)
    .filter((letter) => other.includes(letter))
    .join('');

/** Sums over the axes whose letters are not in `kept`. */
function summed({ tensor, letters }: Lettered, kept: string): Lettered {
  const gone = without(letters, kept);
  if (gone === '') return { tensor, letters };
  const axes = Array.from(gone, (letter) => letters.indexOf(letter));
  return { tensor: sum(tensor, axes), letters: without(letters, gone) };
}

const arranged = ({ tensor, letters }: Lettered, order: string): Tensor =>
  letters === order
    ? tensor
    : transpose(
        tensor,
        Array.from(order, (letter) => letters.indexOf(letter)),
      );

/** Product of two, summed over letters that are not in `kept`: as one batched matrix product. */
function product(a: Lettered, b: Lettered, kept: string): Lettered {
  const left = summed(a, b.letters + kept);
  const right = summed(b, a.letters + kept);
  const both = shared(left.letters, right.letters);
  const batch = shared(both, kept);
  const inner = without(both, kept);
  const rows = without(left.letters, both);
  const columns = without(right.letters, both);
  const sizes = (letters: string): number[] =>
    Array.from(letters, (letter) => {
      const at = left.letters.indexOf(letter);
      return (at >= 0 ? left.tensor.shape[at] : right.tensor.shape[right.letters.indexOf(letter)]) ?? 1;
    });
  const count = (letters: string): number => sizes(letters).reduce((total, size) => total * size, 1);
  const matrices = matMul(
    reshape(arranged(left, batch + rows + inner), [count(batch), count(rows), count(inner)]),
    reshape(arranged(right, batch + inner + columns), [count(batch), count(inner), count(columns)]),
  );
  const letters = batch + rows + columns;
  return { tensor: reshape(matrices, sizes(letters)), letters };
}

const refused = (equation: string): RetortError =>
  new RetortError({
    code: 'einsum-unsupported',
    message: say`einsum "${equation}" repeats a letter within an operand or has none.`,
    next: say`Take the diagonal first, or write it with matMul.`,
  });

/** Missing in the package. Operands come as `0`, `1`, …; the first letters are those of the equation. */
export const einsum = defineKernel<Record<string, Tensor>, { readonly equation: string }>(
  'Einsum',
  ({ inputs, attributes: { equation } }) => {
    const operands = Object.values(inputs);
    const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, operands.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, operands);
    const [left = '', output = ''] = equation.replaceAll(' ', '').split('->');
    const subscripts = left.split(',');
    const [first, ...rest] = operands.map((tensor, index) => ({ tensor, letters: subscripts[index] ?? '' }));
    if (!first || subscripts.some((letters) => new Set(letters).size < letters.length))
      throw refused(equation);
    const result = rest.reduce<Lettered>((done, next, index) => {
      const later = subscripts.slice(index + 2).join('');
      return product(done, next, output + later);
    }, first);
    return arranged(summed(result, output), output).clone();
  },
);
