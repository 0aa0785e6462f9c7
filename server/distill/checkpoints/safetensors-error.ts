import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/** `bad-checkpoint` with what was found. */
export const badCheckpoint = (message: string): RetortError =>
  new RetortError({
    code: 'bad-checkpoint',
    message: say`Not a sound safetensors file: ${message}.`,
    next: say`Write or download the file again.`,
  });
