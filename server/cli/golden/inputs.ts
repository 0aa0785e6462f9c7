import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { Unsupported } from './adapter.ts';
import type { GoldenInput } from './case.ts';

/** A row-major array in double precision with its shape. */
interface Values {
  readonly shape: readonly number[];
  readonly data: number[];
}

type Nested = number | readonly Nested[];

function flatten(nested: Nested): Values {
  if (typeof nested === 'number') return { shape: [], data: [nested] };
  const parts = nested.map(flatten);
  return { shape: [parts.length, ...(parts[0]?.shape ?? [])], data: parts.flatMap((part) => part.data) };
}

/** Applies a function to each row along the last axis. */
function rows({ shape, data }: Values, change: (row: number[]) => number[]): Values {
  const width = shape[shape.length - 1] ?? 1;
  const changed = Array.from({ length: data.length / width }, (_, row) =>
    change(data.slice(row * width, (row + 1) * width)),
  );
  return { shape, data: changed.flat() };
}

function transformed(values: Values, transform: string): Values {
  if (transform === 'unit')
    return rows(values, (row) => {
      const norm = Math.hypot(...row);
      return row.map((value) => value / norm);
    });
  if (transform === 'softmax')
    return rows(values, (row) => {
      const top = Math.max(...row);
      const powers = row.map((value) => Math.exp(value - top));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return powers.map((power) => power / total);
    });
  const lastKey = /^lastkey:(\d+):(\d+):(-?[\d.e+-]+)$/.exec(transform);
  if (lastKey === null) throw new Unsupported(`its transform ${transform} is unknown`);
  const [sample, column, value] = lastKey.slice(1).map(Number);
  const width = values.shape[values.shape.length - 1] ?? 1;
  const perSample = values.data.length / (values.shape[0] ?? 1);
  return {
    shape: values.shape,
    data: values.data.map((old, index) =>
      Math.floor(index / perSample) === sample && index % width === column ? (value ?? old) : old,
    ),
  };
}

/** x[i] = scale · sin(seed + 0.7·i), then its transform, in double precision; float32 only at the end. */
export function openInput(input: GoldenInput): Tensor {
  if ('array' in input) {
    const { shape, data } = flatten(input.array);
    return tensor(data, [...shape], 'float32');
  }
  const size = input.shape.reduce((product, length) => product * length, 1);
  const made: Values = {
    shape: input.shape,
    data: Array.from({ length: size }, (_, i) => input.scale * Math.sin(input.seed + 0.7 * i)),
  };
  const { shape, data } = input.transform === undefined ? made : transformed(made, input.transform);
  return tensor(data, [...shape], 'float32');
}
