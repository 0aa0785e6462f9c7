import type { PanelAction } from '../../server/protocol/panel.ts';
import type { RunSummary } from '../../server/protocol/training.ts';

/** What can be done with a run in its state, the most likely first. */
export function actionsOf(state: RunSummary['state'], connected: boolean): readonly PanelAction[] {
  const always: readonly PanelAction[] = ['open-recipe', 'show-log', 'reveal-folder'];
  switch (state) {
    case 'queued':
    case 'running':
      return connected ? ['stop', ...always] : always;
    case 'stopping':
      return always;
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return connected ? ['resume', ...always] : always;
    case 'damaged':
      return ['show-log', 'reveal-folder', 'open-recipe'];
    case 'finished':
      return ['open-report', ...always];
  }
}
