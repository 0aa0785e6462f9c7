import { RetortError } from '../../protocol/failure.ts';

/** `bad-checkpoint` with what was found. */
export const badCheckpoint = (message: string): RetortError =>
  new RetortError({
    code: 'bad-checkpoint',
    message: `Not a sound safetensors file: ${message}.`,
    next: 'Write or download the file again.',
  });
