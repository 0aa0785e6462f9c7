import { join } from 'node:path';
import { Appender } from './appender.ts';

/** Bytes that are gathered before they are handed to the system. */
const capacity = 16 * 1024;

/** Writes values as lines of JSON. */
export class LineWriter {
  readonly #file: Appender;
  #count = 0;

  constructor(folder: string, name: string) {
    this.#file = new Appender(join(folder, name), capacity);
  }

  /** Lines so far. */
  get count(): number {
    return this.#count;
  }

  append(value: object): void {
    this.#file.append(Buffer.from(`${JSON.stringify(value)}\n`));
    this.#count++;
  }

  flush(): void {
    this.#file.flush();
  }

  /** Waits until what was flushed is on the disk. */
  sync(): void {
    this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }
}
