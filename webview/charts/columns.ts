import type { EncodedColumns } from '../../server/protocol/training.ts';

/** Points of a column: each stands for one row or several in a row. */
export interface Column {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
}

/** Columns over the same steps. */
export interface Columns {
  readonly x: Float64Array;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Throws RangeError where a text is not whole float64 values, DOMException where it is not base64. */
export function decodeColumns({ x, columns }: EncodedColumns): Columns {
  return {
    x: decode(x),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, { min, max, last }]) => {
        const values = decode(last);
        // A point that stands for one row says the same three times: decoded once, and no band is drawn.
        const same = min === last && max === last;
        return [name, { min: same ? values : decode(min), max: same ? values : decode(max), last: values }];
      }),
    ),
  };
}

/** Every machine that VS Code runs on is little-endian, as the text is. */
function decode(base64: string): Float64Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return new Float64Array(bytes.buffer);
}

/** Whether any value is a number. */
export const hasValues = (values: Float64Array): boolean => values.some((value) => Number.isFinite(value));
