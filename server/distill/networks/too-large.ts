import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/** Largest tensor and largest number of parameters: 2 GiB of float32, the limit of one array buffer in places. */
const largest = 2 ** 29;

/** Throws `too-large` when something has more values than can be held. */
export function refuseTooLarge(where: string, size: number): void {
  if (size <= largest) return;
  throw new RetortError({
    code: 'too-large',
    message: say`${where} has ${size} values; ${largest} is the most.`,
    where,
    next: say`Use smaller layers or smaller samples.`,
  });
}
