import { headerBytes, readHeader } from '../../distill/checkpoints/safetensors.ts';
import { readableTypes } from '../../distill/checkpoints/safetensors-values.ts';
import { sizeOf } from '../../distill/tensors.ts';
import type { Files } from '../../distill/ports.ts';
import { RetortError } from '../../protocol/failure.ts';
import { decoders } from './decode.ts';
import type { Outline } from './outline.ts';
import { say } from '../../text/say.ts';

/** Far more than a million tensors need, and little enough to be read for each file of a folder. */
const longestHeader = 16 * 2 ** 20;

/** Throws `bad-checkpoint`, `missing-file`, `unreadable-file`. */
export async function safetensorsOutline(path: string, files: Files): Promise<Outline> {
  const bytes = (await files.stat(path))?.bytes ?? 0;
  const length = headerBytes(await files.read(path, { offset: 0, length: 8 }), bytes);
  if (length > longestHeader) {
    throw new RetortError({
      code: 'bad-checkpoint',
      message: say`Its header has ${length} bytes; more than ${longestHeader} are not looked at.`,
      where: path,
      next: say`Write the file again with fewer or shorter names.`,
    });
  }
  const { tensors, metadata } = readHeader(await files.read(path, { offset: 0, length }), bytes);
  const odd = tensors.find(({ type }) => !readableTypes.has(type));
  const weights = { files: [{ path, bytes }] };
  return {
    format: 'safetensors',
    bytes,
    tensors: tensors.map(({ name, type, shape, start, end }) => ({
      name,
      dtype: type,
      shape,
      decode: decoders[type],
      width: (end - start) / Math.max(1, sizeOf(shape)),
      start,
      end,
      weights,
    })),
    weightFiles: [path],
    metadata,
    network: null,
    failure:
      odd === undefined
        ? null
        : {
            code: 'unsupported-dtype',
            message: say`Tensor ${odd.name} is of type ${odd.type}; ${[...readableTypes].join(', ')} can be read.`,
            where: path,
            next: say`Save the checkpoint in one of these types.`,
          },
  };
}
