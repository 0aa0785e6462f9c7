import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { diskFailure } from './disk-failure.ts';

/**
 * Appends records to a new file through a buffer. Writing is synchronous: it takes microseconds, and a full disk is
 * an exception at the row that met it.
 */
export class Appender {
  readonly #path: string;
  readonly #file: number;
  #buffer: Buffer;
  #filled = 0;

  /** @param capacity bytes that are gathered before they are handed to the system. */
  constructor(path: string, capacity: number) {
    this.#path = path;
    this.#buffer = Buffer.alloc(capacity);
    try {
      this.#file = openSync(path, 'ax');
    } catch (error) {
      throw diskFailure(error, path);
    }
  }

  /** Takes a record as a whole, or throws and takes nothing of it. */
  append(record: Uint8Array): void {
    if (this.#filled + record.length > this.#buffer.length) this.flush();
    if (record.length > this.#buffer.length) this.#buffer = Buffer.alloc(record.length);
    this.#buffer.set(record, this.#filled);
    this.#filled += record.length;
  }

  /**
   * Hands all records so far to the system. After a failure in the middle of a record the rest of it is kept for the
   * next try; until then readers see the whole records before it.
   */
  flush(): void {
    while (this.#filled > 0) {
      let written: number;
      try {
        written = writeSync(this.#file, this.#buffer, 0, this.#filled);
      } catch (error) {
        throw diskFailure(error, this.#path);
      }
      this.#buffer.copyWithin(0, written, this.#filled);
      this.#filled -= written;
    }
  }

  /** Waits until what was flushed is on the disk. */
  sync(): void {
    try {
      fsyncSync(this.#file);
    } catch (error) {
      throw diskFailure(error, this.#path);
    }
  }

  /** Without flushing: for after a failure too. */
  close(): void {
    closeSync(this.#file);
  }
}
