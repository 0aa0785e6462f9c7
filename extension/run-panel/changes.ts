import type { ToPanel } from '../../server/protocol/panel.ts';
import type { RunSummary } from '../../server/protocol/training.ts';
import { coalesced } from '../training/coalesce.ts';

/** A page that shows a run. */
export interface Watcher {
  /** A hidden page is gone. */
  readonly visible: () => boolean;
  /** The run's newest. */
  readonly summary: () => Promise<RunSummary>;
  readonly post: (message: ToPanel) => void;
}

/**
 * A function that tells a page soon that there is more to read: once for calls within `intervalMs`, and while nobody
 * sees the page not at all; then nothing is asked for it either. `failed` hears why a summary could not be had.
 */
export function changesFor(
  { visible, summary, post }: Watcher,
  intervalMs: number,
  failed: (error: unknown) => void,
): { (): void; dispose(): void } {
  const soon = coalesced(
    async () => {
      if (!visible()) return;
      const newest = await summary();
      if (visible()) post({ type: 'changed', summary: newest });
    },
    intervalMs,
    failed,
  );
  const told = (): void => {
    if (visible()) soon();
  };
  return Object.assign(told, { dispose: () => soon.dispose() });
}
