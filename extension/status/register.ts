import { StatusBarAlignment, window, type ExtensionContext } from 'vscode';
import type { RunList } from '../runs/list.ts';
import { text } from '../text/index.ts';
import { statusItem } from './item.ts';

/** One item while something runs or waits. A click shows it and never stops it. */
export function registerStatus(context: ExtensionContext, list: RunList): void {
  const shown = window.createStatusBarItem('retort.status', StatusBarAlignment.Left, 0);
  shown.name = text.status.name;
  const update = (): void => {
    const item = statusItem(list.runs, text);
    if (item === null) {
      shown.hide();
      return;
    }
    shown.text = item.text;
    shown.tooltip = item.tooltip;
    shown.command =
      item.run === null
        ? 'retort.runs.focus'
        : { command: 'retort.openRun', title: item.tooltip, arguments: [item.run] };
    shown.show();
  };
  context.subscriptions.push(shown, list.onChanged(update));
}
