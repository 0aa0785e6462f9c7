/** Bytes of a frame's length before its content. */
const headerBytes = 4;

/** Largest content of a frame, by what it may hold. */
export const largestFrame = {
  handshake: 1024,
  /** The text of a recipe, escaped. */
  request: 16 * 2 ** 20,
  /** Columns of a table. */
  answer: 192 * 2 ** 20,
} as const;

/** A frame that can't be: too long, or not a message. The connection ends. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Content with its length (unsigned 32-bit, big-endian) before it. */
export function frame(content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const framed = Buffer.allocUnsafe(headerBytes + bytes.length);
  framed.writeUInt32BE(bytes.length, 0);
  framed.set(bytes, headerBytes);
  return framed;
}

/** Takes bytes as they come and gives whole frames. Holds at most one frame of the cap beside the last chunk. */
export class FrameDecoder {
  readonly #cap: number;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
  }

  /** The next whole frame's content, or null. Throws FrameError as soon as a length is over the cap. */
  next(): Buffer | null {
    if (this.#held < headerBytes) return null;
    const length = this.#header().readUInt32BE(0);
    if (length > this.#cap)
      throw new FrameError(`A frame of ${length} bytes; at most ${this.#cap} may come.`);
    if (this.#held < headerBytes + length) return null;
    const all = this.rest();
    const end = headerBytes + length;
    if (end < all.length) this.push(all.subarray(end));
    return all.subarray(headerBytes, end);
  }

  /** Takes out all that no frame was made of. */
  rest(): Buffer {
    const [only] = this.#chunks;
    const all = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#held = 0;
    return all;
  }

  /** The first bytes, in one chunk. */
  #header(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= headerBytes) return first;
    const all = this.rest();
    this.push(all);
    return all;
  }
}
