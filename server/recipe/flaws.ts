import { readValues } from '../distill/checkpoints/safetensors-values.ts';
import type { TensorEntry } from '../distill/checkpoints/safetensors.ts';
import type { Files } from '../distill/ports.ts';
import { firstNotFinite } from '../distill/tensors.ts';
import { RetortError } from '../protocol/failure.ts';
import { say } from '../text/say.ts';

/** Beyond this only the header is looked at: a check must stay quick, and training looks at the values again. */
export const searchedAtMost = 512 * 1024 * 1024;

/** What is wrong with the values of a safetensors file, by tensor: `holds NaN at 3`, or a type that can't be read. */
export async function flaws(
  path: string,
  entries: readonly TensorEntry[],
  files: Files,
): Promise<ReadonlyMap<string, string>> {
  const bytes = await files.read(path);
  return new Map(
    entries.flatMap((entry) => {
      const flaw = flawOf(bytes, entry);
      return flaw === null ? [] : [[entry.name, flaw]];
    }),
  );
}

function flawOf(bytes: Uint8Array, entry: TensorEntry): string | null {
  try {
    const { data } = readValues(bytes, entry);
    const at = firstNotFinite(data);
    return at === -1 ? null : say`holds ${data[at] ?? ''} at ${at}`;
  } catch (error) {
    if (!(error instanceof RetortError)) throw error;
    return say`can't be read: ${error.message}`;
  }
}
