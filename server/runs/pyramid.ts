/**
 * Beside a table `train.tbl` lie levels `train.16.tbl`, `train.256.tbl` and `train.4096.tbl`: a bucket of so many rows
 * is one row of `[minimum…, maximum…, last…]`, each with the table's columns. NaN doesn't count; where a bucket has
 * nothing else, all three are NaN. Only whole buckets are written, 23 % more bytes in all.
 */
export const bucketSizes = [16, 256, 4096] as const;

/** Values of a bucket for each column of the table. */
export const parts = 3;

/** Minimum, maximum and last value of some columns over the rows seen since it was cleared. */
export class Bucket {
  readonly #columns: number;
  /** `[minimum…, maximum…, last…]`. */
  readonly values: Float64Array;
  rows = 0;

  constructor(columns: number) {
    this.#columns = columns;
    this.values = new Float64Array(parts * columns).fill(NaN);
  }

  clear(): void {
    this.values.fill(NaN);
    this.rows = 0;
  }

  /** Adds one row of the table. */
  addRow(row: ArrayLike<number>): void {
    for (let column = 0; column < this.#columns; column++) {
      const value = row[column] ?? NaN;
      this.#add(column, value, value, value);
    }
    this.rows++;
  }

  /** Adds a bucket of finer or equal size. */
  addBucket(bucket: ArrayLike<number>, rows: number): void {
    const columns = this.#columns;
    for (let column = 0; column < columns; column++) {
      this.#add(
        column,
        bucket[column] ?? NaN,
        bucket[columns + column] ?? NaN,
        bucket[2 * columns + column] ?? NaN,
      );
    }
    this.rows += rows;
  }

  #add(column: number, minimum: number, maximum: number, last: number): void {
    if (Number.isNaN(last)) return;
    const { values } = this;
    const columns = this.#columns;
    // The comparisons are false while nothing but NaN was seen.
    if (!((values[column] ?? NaN) <= minimum)) values[column] = minimum;
    if (!((values[columns + column] ?? NaN) >= maximum)) values[columns + column] = maximum;
    values[2 * columns + column] = last;
  }
}
