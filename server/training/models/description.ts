import type { Files } from '../../distill/ports.ts';
import { RetortError } from '../../protocol/failure.ts';
import { readJson } from '../model-files.ts';
import { say } from '../../text/say.ts';

/** Descriptions of networks; a larger file is something else. */
const bytesAtMost = 64 * 2 ** 20;

/** Parsed JSON of a model's description. Throws `bad-json`, `unusable-file`, `missing-file`, `unreadable-file`. */
export async function readDescription(path: string, files: Files): Promise<unknown> {
  const bytes = (await files.stat(path))?.bytes ?? 0;
  if (bytes <= bytesAtMost) return readJson(files, path);
  throw new RetortError({
    code: 'unusable-file',
    message: say`${path} has ${bytes} bytes; a description of a network has at most ${bytesAtMost}.`,
    where: path,
    next: say`Name the model.json of a TensorFlow.js model, or a Hugging Face folder.`,
  });
}
