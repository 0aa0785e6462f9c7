import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../protocol/problem.ts';
import type { Looked, LookedAt } from './messages.ts';

/** A thread that nobody asks anything gives its memory back. */
const idleMs = 2000;

/**
 * Looks ahead in a thread of its own, one recipe after the other: laying out a long recipe takes half a second, in which
 * one who types would get no answer, and as much garbage as fifty open recipes.
 */
export class LookAhead {
  readonly #program: URL;
  readonly #rested: () => void;
  #thread: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param program the bundled thread, dist/look-ahead.js
   * @param rested called when nobody has asked anything for a while
   */
  constructor(program: URL, rested: () => void) {
    this.#program = program;
    this.#rested = rested;
  }

  /** Rejects where the thread fails or dies; the next question starts another. */
  ask(asked: LookedAt): Promise<readonly Problem[]> {
    const answer = this.#turn.then(() => this.#ask(asked));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #ask(asked: LookedAt): Promise<readonly Problem[]> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const thread = (this.#thread ??= this.#started());
    try {
      const looked = await answered(thread, asked);
      if ('defect' in looked) throw new Error(looked.defect);
      return looked.found;
    } finally {
      this.#idle = setTimeout(() => {
        this.#end(thread);
        this.#rested();
      }, idleMs).unref();
    }
  }

  #started(): Worker {
    // A small nursery: what lives is little, and garbage would stand beside it.
    const thread = new Worker(this.#program, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    // It keeps no process alive; who asks hears of its end in `answered`.
    thread.unref();
    thread.once('error', () => this.#end(thread));
    return thread;
  }

  #end(thread: Worker): void {
    if (this.#thread === thread) this.#thread = null;
    void thread.terminate();
  }
}

/** Rejects where the thread throws or ends. */
async function answered(thread: Worker, asked: LookedAt): Promise<Looked> {
  const over = new AbortController();
  const { signal } = over;
  try {
    const gone = once(thread, 'exit', { signal }).then(([code]) => {
      throw new Error(`The thread that looks ahead ended (code ${String(code)}).`);
    });
    const told = once(thread, 'message', { signal });
    thread.postMessage(asked);
    const [looked] = (await Promise.race([told, gone])) as [Looked];
    return looked;
  } finally {
    over.abort();
  }
}
