import { type FileHandle, open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { isMissing } from './disk-failure.ts';

const chunkBytes = 1024 * 1024;
const bigEndian = endianness() === 'BE';

/** Rows of float64 in a file that may be growing, or missing: then it has none. */
export class RowFile {
  readonly #handle: FileHandle | null;
  readonly #width: number;
  /** Whole rows when it was opened. */
  readonly rows: number;

  private constructor(handle: FileHandle | null, width: number, rows: number) {
    this.#handle = handle;
    this.#width = width;
    this.rows = rows;
  }

  /** @param width values of a row. */
  static async open(path: string, width: number): Promise<RowFile> {
    try {
      const handle = await open(path, 'r');
      return new RowFile(handle, width, Math.floor((await handle.stat()).size / (8 * width)));
    } catch (error) {
      if (isMissing(error)) return new RowFile(null, width, 0);
      throw error;
    }
  }

  /** Rows `[from, to)` in order, as a view that is good until the next one. */
  async *read(
    from: number,
    to: number,
  ): AsyncGenerator<{ readonly values: Float64Array; readonly rows: number }> {
    const rowBytes = 8 * this.#width;
    const atOnce = Math.max(1, Math.min(Math.floor(chunkBytes / rowBytes), to - from));
    const buffer = Buffer.from(new ArrayBuffer(atOnce * rowBytes));
    for (let first = from; first < to; first += atOnce) {
      const rows = Math.min(atOnce, to - first);
      await this.#fill(buffer.subarray(0, rows * rowBytes), first * rowBytes);
      yield { values: new Float64Array(buffer.buffer, 0, rows * this.#width), rows };
    }
  }

  /** Index of the first row whose first column is at least `value`, or beyond it when `after`; columns never decrease. */
  async search(value: number, rows: number, after: boolean): Promise<number> {
    const cell = Buffer.from(new ArrayBuffer(8));
    let low = 0;
    let high = rows;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      await this.#fill(cell, middle * 8 * this.#width);
      const [step = NaN] = new Float64Array(cell.buffer);
      if (after ? step <= value : step < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #fill(buffer: Buffer, position: number): Promise<void> {
    let filled = 0;
    while (this.#handle !== null && filled < buffer.length) {
      const { bytesRead } = await this.#handle.read(
        buffer,
        filled,
        buffer.length - filled,
        position + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    // Rows that were there and are gone (the run was deleted meanwhile) read as unknown.
    if (filled < buffer.length) new Float64Array(buffer.buffer, 0, buffer.length / 8).fill(NaN, filled >> 3);
    if (bigEndian) buffer.swap64();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}
