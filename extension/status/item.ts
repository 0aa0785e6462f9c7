import type { RunSummary } from '../../server/protocol/training.ts';
import { isActive, isAtWork, share } from '../runs/item.ts';
import type { Text } from '../text/en.ts';
import { withoutIcons } from '../text/plain.ts';
import { percent } from '../../server/protocol/quantities.ts';

/** The status-bar item, without the editor's types. */
export interface StatusItem {
  readonly text: string;
  readonly tooltip: string;
  /** The run that a click shows; null: the list. */
  readonly run: string | null;
}

/** What the status bar says about the runs; null while nothing runs or waits. */
export function statusItem(runs: readonly RunSummary[], text: Text): StatusItem | null {
  const active = runs.filter(isActive);
  const working = active.filter(isAtWork);
  const { status } = text;
  const [only] = active.length === 1 ? active : [];
  const tooltip = only === undefined ? status.openList : status.open;
  const run = only?.run ?? null;
  if (active.length === 0) return null;
  if (working.length === 0) return { text: `$(clock) ${status.waiting(active.length)}`, tooltip, run };
  const mean = working.reduce((sum, one) => sum + share(one), 0) / working.length;
  const [first] = working;
  const words =
    working.length === 1 && first !== undefined
      ? status.one(withoutIcons(first.name).slice(0, 40), percent(mean))
      : status.several(working.length, percent(mean));
  return { text: `$(sync~spin) ${words}`, tooltip, run };
}
