import { setTimeout as after } from 'node:timers/promises';

/**
 * Asks until the answer is neither false nor nullish, and gives it. Rejects after the time with what was waited for and
 * the last error.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  { timeoutMs = 60_000, everyMs = 100 } = {},
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await after(everyMs);
  } while (Date.now() < end);
  throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`, { cause: last });
}
