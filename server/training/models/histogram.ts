import { sizeOf } from '../../distill/tensors.ts';
import type { Files } from '../../distill/ports.ts';
import type { TensorSummary } from '../../protocol/training.ts';
import { readBytes, type StoredTensor } from './stored.ts';

/** Bytes that are looked at together: all the memory that a tensor of any size takes. A multiple of every width. */
const chunkBytes = 4 * 2 ** 20;

const bins = 32;

/**
 * Range, mean, deviation and histogram of a tensor's finite values, reading it twice in pieces. Null where there are
 * no values, or none that can be told. Throws what reading throws, and when the signal aborts.
 */
export async function histogram(
  tensor: StoredTensor,
  files: Files,
  signal?: AbortSignal,
): Promise<TensorSummary['histogram']> {
  if (tensor.decode === null || sizeOf(tensor.shape) === 0) return null;
  let [from, to, sum, finite, notFinite] = [Infinity, -Infinity, 0, 0, 0];
  for await (const values of pieces(tensor, files, signal)) {
    for (const value of values) {
      if (value - value !== 0) {
        notFinite++;
        continue;
      }
      finite++;
      sum += value;
      if (value < from) from = value;
      if (value > to) to = value;
    }
  }
  const counts = new Float64Array(bins);
  if (finite === 0) return { from: 0, to: 0, counts: [...counts], mean: 0, deviation: 0, notFinite };
  const mean = sum / finite;
  // Halves, because the range of a float64 need not be one.
  const scale = to > from ? bins / 2 / (to / 2 - from / 2) : 0;
  let squares = 0;
  for await (const values of pieces(tensor, files, signal)) {
    for (const value of values) {
      if (value - value !== 0) continue;
      squares += (value - mean) ** 2;
      const bin = Math.min(bins - 1, Math.floor((value - from) * scale));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const deviation = Math.sqrt(squares / finite);
  // JSON knows no infinity; only values near the end of float64 lead there.
  return Number.isFinite(deviation) ? { from, to, counts: [...counts], mean, deviation, notFinite } : null;
}

async function* pieces(
  { start, end, weights, decode }: StoredTensor,
  files: Files,
  signal: AbortSignal | undefined,
): AsyncGenerator<Iterable<number>> {
  for (let at = start; at < end; at += chunkBytes) {
    signal?.throwIfAborted();
    const bytes = await readBytes(weights, at, { length: Math.min(chunkBytes, end - at), files });
    yield decode?.(bytes) ?? [];
  }
}
