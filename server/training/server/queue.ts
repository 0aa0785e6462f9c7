import { join } from 'node:path';
import { replaceFile } from '../../runs/durable.ts';
import { formatJson, isObject, readObject } from '../../runs/json.ts';

/** A run that waits for a slot. */
export interface Waiting {
  readonly run: string;
  /** Its newest attempt when it was queued: with a later one it has begun. */
  readonly attempt: number;
  readonly takeOver: boolean;
  readonly anyway: boolean;
}

/** The runs that wait for a slot, in the order they came, and the file from which the next server goes on with them. */
export class Queue {
  readonly #path: string;
  #waiting: readonly Waiting[] = [];
  /** By run, those whose workers are on their way: in the file they wait until their workers have taken them. */
  readonly #starting = new Map<string, Waiting>();
  #retired = false;

  constructor(folder: string) {
    this.#path = join(folder, 'queue.json');
  }

  /** Takes over what the last server left; nothing where there is none or it can't be read. */
  async open(): Promise<void> {
    const content = await readObject(this.#path).catch(() => null);
    this.#waiting = Array.isArray(content?.runs) ? content.runs.filter(isWaiting) : [];
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  /** Whether the file is the next server's. */
  isRetired(): boolean {
    return this.#retired;
  }

  /** Place, from 1, or null. */
  position(run: string): number | null {
    const index = this.#waiting.findIndex((waiting) => waiting.run === run);
    return index < 0 ? null : index + 1;
  }

  isStarting(run: string): boolean {
    return this.#starting.has(run);
  }

  /** Puts a run at the end: in the file too, or not at all. Throws RetortError `disk-full`, `read-only`. */
  async add(waiting: Waiting): Promise<void> {
    this.#waiting = [...this.#waiting, waiting];
    try {
      await this.save();
    } catch (error) {
      this.remove(waiting);
      throw error;
    }
  }

  /** Until it is saved, the file still has it. */
  remove(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
  }

  /** A worker is on its way to the run. */
  start(waiting: Waiting): void {
    this.remove(waiting);
    this.#starting.set(waiting.run, waiting);
  }

  /** The worker has taken the run, or has gone without: true the first time. To be saved. */
  settle(run: string): boolean {
    return this.#starting.delete(run);
  }

  /** Throws RetortError `disk-full`, `read-only`. */
  async save(): Promise<void> {
    if (this.#retired) return;
    const runs = [...this.#starting.values(), ...this.#waiting];
    await replaceFile(this.#path, formatJson({ version: 1, runs }));
  }

  /** Leaves the file to the next server. */
  retire(): void {
    this.#retired = true;
  }
}

const isWaiting = (value: unknown): value is Waiting =>
  isObject(value) &&
  typeof value.run === 'string' &&
  typeof value.attempt === 'number' &&
  typeof value.takeOver === 'boolean' &&
  typeof value.anyway === 'boolean';
