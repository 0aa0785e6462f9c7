import { RetortError } from '../protocol/failure.ts';
import { say } from '../text/say.ts';
import { thing, type Thing } from '../text/things.ts';

/**
 * The descriptor that a plan or a command names. `what` is the kind of thing, for the message.
 * @throws RetortError `unknown-<what>` with the names that there are.
 */
export function find<T>(what: Thing, name: string, among: readonly T[], nameOf: (entry: T) => string): T {
  const found = among.find((entry) => nameOf(entry) === name);
  if (found !== undefined) return found;
  throw new RetortError({
    code: `unknown-${what}`,
    message: say`There is no ${thing(what)} "${name}".`,
    next: say`There is ${among.map(nameOf).join(', ')}.`,
  });
}
