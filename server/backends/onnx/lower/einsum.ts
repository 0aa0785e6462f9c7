import { sizeOf } from '../../../distill/tensors.ts';
import type { Builder } from '../builder.ts';
import { lowering } from './call.ts';
import { multiply } from './multiply.ts';

/** A tensor with a letter for each axis. */
interface Lettered {
  readonly name: string;
  readonly letters: string;
}

const where = (letters: string, keep: (letter: string) => boolean): string =>
  Array.from(letters).filter(keep).join('');

/** Writes Einstein sums as products of matrices. `sizes` by letter. */
class Writer {
  readonly #builder: Builder;
  readonly #sizes: ReadonlyMap<string, number>;

  constructor(builder: Builder, sizes: ReadonlyMap<string, number>) {
    this.#builder = builder;
    this.#sizes = sizes;
  }

  #shape(letters: string): number[] {
    return Array.from(letters, (letter) => this.#sizes.get(letter) ?? 1);
  }

  /** Sums over the axes whose letters are not in `kept`. */
  summed({ name, letters }: Lettered, kept: string): Lettered {
    const axes = Array.from(letters).flatMap((letter, axis) => (kept.includes(letter) ? [] : [axis]));
    if (axes.length === 0) return { name, letters };
    const sum = this.#builder.emit('ReduceSum', [name, this.#builder.ints(axes)], { keepdims: 0 });
    return { name: sum, letters: where(letters, (letter) => kept.includes(letter)) };
  }

  arranged({ name, letters }: Lettered, order: string): string {
    const perm = Array.from(order, (letter) => letters.indexOf(letter));
    return letters === order ? name : this.#builder.emit('Transpose', [name], { perm });
  }

  /** Matrices [batch, rows, columns] of a tensor, turned where it lies so already. */
  #matrices(tensor: Lettered, [batch, rows, columns]: readonly [string, string, string]) {
    const turned = tensor.letters === batch + columns + rows && tensor.letters !== batch + rows + columns;
    const [first, second] = turned ? [columns, rows] : [rows, columns];
    const name = this.arranged(tensor, batch + first + second);
    const shape = [batch, first, second].map((letters) => sizeOf(this.#shape(letters)));
    const plain = batch === '' ? shape.slice(1) : shape;
    return { name: this.#builder.reshape(name, plain), rank: plain.length, turned };
  }

  /** Product of two, summed over letters that are not in `kept`. */
  product(a: Lettered, b: Lettered, kept: string): Lettered {
    const left = this.summed(a, b.letters + kept);
    const right = this.summed(b, a.letters + kept);
    const both = where(left.letters, (letter) => right.letters.includes(letter));
    const batch = where(both, (letter) => kept.includes(letter));
    const inner = where(both, (letter) => !kept.includes(letter));
    const rows = where(left.letters, (letter) => !both.includes(letter));
    const columns = where(right.letters, (letter) => !both.includes(letter));
    const matrices = multiply(
      this.#builder,
      this.#matrices(left, [batch, rows, inner]),
      this.#matrices(right, [batch, inner, columns]),
      'float32',
    );
    const letters = batch + rows + columns;
    return { name: this.#builder.reshape(matrices, this.#shape(letters)), letters };
  }
}

/** A letter that an operand repeats means its diagonal, which is missing here. */
export const einsum = lowering<{ readonly equation: string }>('Einsum', (call) => {
  const { builder, attributes } = call;
  const [left = '', output = ''] = attributes.equation.replaceAll(' ', '').split('->');
  const subscripts = left.split(',');
  if (call.output.dtype !== 'float32') return false;
  if (subscripts.some((letters) => new Set(letters).size < letters.length)) return false;
  const sizes = new Map(
    call.ids.flatMap((id, operand) =>
      builder.value(id).shape.map((size, axis) => [subscripts[operand]?.[axis] ?? '', size] as const),
    ),
  );
  const writer = new Writer(builder, sizes);
  const operands = call.ids.map((id, index): Lettered => ({
    name: builder.get(id),
    letters: subscripts[index] ?? '',
  }));
  // TensorFlow.js has no more than two.
  const [first, second] = operands;
  if (first === undefined) return false;
  const result = second === undefined ? first : writer.product(first, second, output);
  call.give(writer.arranged(writer.summed(result, output), output));
});
