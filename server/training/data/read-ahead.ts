/**
 * Reads values numbered 0 … end − 1 one ahead: asking for one also asks for the next, so that it is there, or on its
 * way, when the step in between ends. Any number may be asked for at any time.
 */
export function readAhead<T>(
  read: (number: number) => Promise<T>,
  end: number,
): (number: number) => Promise<T> {
  let ahead: { readonly number: number; readonly value: Promise<T> } | null = null;
  return (number) => {
    const value = ahead?.number === number ? ahead.value : read(number);
    const next = number + 1;
    if (next >= end) {
      ahead = null;
    } else if (ahead?.number !== next) {
      ahead = { number: next, value: read(next) };
      // A failure belongs to whoever asks for that number.
      ahead.value.catch(() => undefined);
    }
    return value;
  };
}
