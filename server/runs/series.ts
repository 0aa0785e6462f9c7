/** Points of a column. Each stands for one row or several in a row: `min` and `max` over them and the `last` value. */
export interface Series {
  /** Step of the last row of each point. */
  readonly x: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
}

/** Several columns read at once, over the same steps. */
export interface ColumnSeries {
  readonly x: Float64Array;
  readonly columns: Readonly<Record<string, Omit<Series, 'x'>>>;
}

/** Gathers rows and buckets into the points of some columns. */
export class SeriesBuilder {
  readonly #names: readonly string[];
  readonly #merge: number;
  readonly #x: Float64Array;
  readonly #columns: readonly Omit<Series, 'x'>[];
  /** Points finished. */
  #count = 0;
  /** Buckets in the point that is being made. */
  #buckets = 0;
  #started = false;
  #bucketStarted = false;

  /** @param merge buckets in a row that make one point; @param buckets how many there may be at most. */
  constructor(names: readonly string[], buckets: number, merge: number) {
    const capacity = Math.ceil(buckets / merge) + 1;
    this.#names = names;
    this.#merge = merge;
    this.#x = new Float64Array(capacity);
    this.#columns = names.map(() => ({
      min: new Float64Array(capacity).fill(NaN),
      max: new Float64Array(capacity).fill(NaN),
      last: new Float64Array(capacity).fill(NaN),
    }));
  }

  /** A row of the table that begins at `offset` of `values`; `wanted` are the places of the columns in it. */
  addRow(values: Float64Array, offset: number, wanted: readonly number[]): void {
    this.#start(values[offset] ?? NaN);
    for (const [index, place] of wanted.entries()) {
      const value = values[offset + place] ?? NaN;
      this.#add(index, value, value, value);
    }
  }

  /** A row of a pyramid's level: `[minimum…, maximum…, last…]` of `width` columns each. */
  addBucket(values: Float64Array, offset: number, wanted: readonly number[], width: number): void {
    this.#start(values[offset + 2 * width] ?? NaN);
    for (const [index, place] of wanted.entries()) {
      const at = offset + place;
      this.#add(index, values[at] ?? NaN, values[at + width] ?? NaN, values[at + 2 * width] ?? NaN);
    }
  }

  endBucket(): void {
    if (!this.#bucketStarted) return;
    this.#bucketStarted = false;
    if (++this.#buckets === this.#merge) this.#endPoint();
  }

  finish(): ColumnSeries {
    this.endBucket();
    if (this.#started) this.#endPoint();
    const cut = (array: Float64Array): Float64Array => array.slice(0, this.#count);
    return {
      x: cut(this.#x),
      columns: Object.fromEntries(
        this.#columns.map(({ min, max, last }, index) => [
          this.#names[index] ?? '',
          { min: cut(min), max: cut(max), last: cut(last) },
        ]),
      ),
    };
  }

  #start(step: number): void {
    this.#started = true;
    this.#bucketStarted = true;
    this.#x[this.#count] = step;
  }

  #endPoint(): void {
    this.#count++;
    this.#buckets = 0;
    this.#started = false;
  }

  #add(index: number, low: number, high: number, latest: number): void {
    const column = this.#columns[index];
    if (column === undefined || Number.isNaN(latest)) return;
    const { min, max, last } = column;
    const at = this.#count;
    // The comparisons are false while nothing but NaN was seen.
    if (!((min[at] ?? NaN) <= low)) min[at] = low;
    if (!((max[at] ?? NaN) >= high)) max[at] = high;
    last[at] = latest;
  }
}
