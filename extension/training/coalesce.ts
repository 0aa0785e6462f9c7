/**
 * A function that does `work` soon: calls while it is at work, or within `intervalMs` of its last start, become one
 * more time afterwards. `failed` hears of rejections.
 */
export function coalesced(
  work: () => Promise<void>,
  intervalMs: number,
  failed: (error: unknown) => void,
): { (): void; dispose(): void } {
  let started = Number.NEGATIVE_INFINITY;
  let busy = false;
  let asked = false;
  let timer: NodeJS.Timeout | undefined;

  const begin = (): void => {
    timer = undefined;
    asked = false;
    busy = true;
    started = performance.now();
    work()
      .catch(failed)
      .finally(() => {
        busy = false;
        if (asked) soon();
      });
  };
  const soon = (): void => {
    asked = true;
    if (busy || timer !== undefined) return;
    timer = setTimeout(begin, Math.max(0, started + intervalMs - performance.now()));
  };
  return Object.assign(soon, {
    dispose: () => {
      clearTimeout(timer);
      // Nothing starts any more, also not after work that goes on.
      timer = undefined;
      asked = false;
      busy = true;
    },
  });
}
