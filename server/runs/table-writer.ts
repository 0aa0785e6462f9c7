import { join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import type { TableName } from '../protocol/run.ts';
import { Appender } from './appender.ts';
import { Bucket, bucketSizes } from './pyramid.ts';
import { levelFile, tableFile } from './table-files.ts';

const bufferBytes = 64 * 1024;

/** Appends rows to a table and whole buckets to its pyramid. */
export class TableWriter {
  readonly #name: TableName;
  readonly #columns: number;
  readonly #table: Appender;
  #pyramid: PyramidWriter | null;
  #rows = 0;
  #step = -Infinity;

  constructor(folder: string, name: TableName, columns: number) {
    this.#name = name;
    this.#columns = columns;
    this.#table = new Appender(join(folder, tableFile(name)), bufferBytes);
    this.#pyramid = new PyramidWriter((size) => join(folder, levelFile(name, size)), columns);
  }

  /** Rows taken so far, flushed or not. */
  get rows(): number {
    return this.#rows;
  }

  append(values: readonly number[]): void {
    const step = values[0] ?? NaN;
    if (values.length !== this.#columns || !(step >= this.#step)) {
      throw new Error(
        `A row of ${this.#name} has ${this.#columns} columns and a step of at least ${this.#step}; got ${values.length} columns and step ${step}.`,
      );
    }
    this.#table.append(littleEndian(values));
    this.#step = step;
    this.#rows++;
    this.#orWithout((pyramid) => pyramid.addRow(values));
  }

  /** Rows before buckets: readers believe a bucket only as far as its rows are there. */
  flush(): void {
    this.#table.flush();
    this.#orWithout((pyramid) => pyramid.flush());
  }

  sync(): void {
    this.#table.sync();
  }

  close(): void {
    this.#table.close();
    this.#pyramid?.close();
  }

  /** A pyramid only makes reading faster: when it can't be written, it ends there and readers do with the rows. */
  #orWithout(write: (pyramid: PyramidWriter) => void): void {
    if (this.#pyramid === null) return;
    try {
      write(this.#pyramid);
    } catch (error) {
      if (!(error instanceof RetortError)) throw error;
      this.#pyramid.close();
      this.#pyramid = null;
    }
  }
}

interface Level {
  readonly size: number;
  readonly bucket: Bucket;
  /** Made with the first whole bucket: short runs have no pyramids. */
  file: Appender | null;
}

class PyramidWriter {
  readonly #path: (size: number) => string;
  readonly #levels: readonly Level[];

  constructor(path: (size: number) => string, columns: number) {
    this.#path = path;
    this.#levels = bucketSizes.map((size) => ({ size, bucket: new Bucket(columns), file: null }));
  }

  addRow(row: readonly number[]): void {
    let whole: Bucket | null = null;
    for (const level of this.#levels) {
      if (whole === null) level.bucket.addRow(row);
      else level.bucket.addBucket(whole.values, whole.rows);
      whole?.clear();
      if (level.bucket.rows < level.size) return;
      level.file ??= new Appender(this.#path(level.size), bufferBytes);
      level.file.append(littleEndian(level.bucket.values));
      whole = level.bucket;
    }
    whole?.clear();
  }

  flush(): void {
    for (const { file } of this.#levels) file?.flush();
  }

  close(): void {
    for (const { file } of this.#levels) file?.close();
  }
}

/** float64, little-endian on every machine: `numpy.fromfile(path, '<f8')`. */
function littleEndian(values: ArrayLike<number>): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 8);
  for (let index = 0; index < values.length; index++) bytes.writeDoubleLE(values[index] ?? NaN, index * 8);
  return bytes;
}
