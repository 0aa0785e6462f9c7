/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * A draw is a function of its key, so nothing has to be saved to resume.
 */

/** What a draw is for. Equal keys give equal numbers; any difference gives independent ones. */
export interface DrawKey {
  readonly seed: number;
  readonly stage: number;
  readonly step: number;
  /** Name of the place that draws: `order`, `augment`, `init/hidden.1/kernel`. */
  readonly site: string;
}

type Words = [number, number, number, number];

/** High and low 32 bits of the product of two unsigned 32-bit integers. */
function multiply(a: number, b: number): [high: number, low: number] {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const cross = a1 * b0 + ((a0 * b0) >>> 16);
  const middle = a0 * b1 + (cross & 0xffff);
  const high = a1 * b1 + Math.floor(cross / 0x10000) + Math.floor(middle / 0x10000);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

/** Four random words from a counter and a key. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiply(0xd2511f53, c0);
    const [high1, low1] = multiply(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** 32-bit FNV-1a of a site's name. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** An endless sequence of unsigned 32-bit integers for a key. */
function words({ seed, stage, step, site }: DrawKey): () => number {
  const key = [
    (seed ^ hash(site)) >>> 0,
    (hash(`${site}#${stage}`) + Math.floor(seed / 0x1_0000_0000)) >>> 0,
  ] as const;
  let block = 0;
  let position = 4;
  let current: Words = [0, 0, 0, 0];
  return () => {
    if (position === 4) {
      current = philox([block++, step >>> 0, Math.floor(step / 0x1_0000_0000), stage], key);
      position = 0;
    }
    return current[position++] ?? 0;
  };
}

/** `count` numbers in [0, 1), 24 bits each. */
export function uniforms(key: DrawKey, count: number): Float32Array {
  const next = words(key);
  return Float32Array.from({ length: count }, () => (next() >>> 8) / 0x1000000);
}

/** `count` standard normal numbers (Box-Muller). */
export function normals(key: DrawKey, count: number): Float32Array {
  const next = words(key);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((next() >>> 8) + 1) / 0x1000000));
    const angle = (2 * Math.PI * (next() >>> 8)) / 0x1000000;
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** A permutation of 0 … count − 1 (Fisher-Yates). */
export function permutation(key: DrawKey, count: number): Uint32Array {
  const next = words(key);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((next() / 0x1_0000_0000) * (i + 1));
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
  return order;
}
