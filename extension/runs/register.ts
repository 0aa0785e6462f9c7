import { window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { Explanations } from '../explain/explain.ts';
import { text } from '../text/index.ts';
import type { Training } from '../training/connection.ts';
import { isCancelled, logFailure, sentence, type WithErrors } from '../training/errors.ts';
import { registerRunCommands } from './commands.ts';
import { isActive } from './item.ts';
import { RunList } from './list.ts';
import { tellEnds } from './notify.ts';
import { RunTree } from './tree.ts';

export interface RunsParts {
  readonly training: Training;
  readonly log: LogOutputChannel;
  readonly guard: WithErrors;
  readonly open: (run: string) => Promise<void>;
  readonly explained: Explanations;
}

/** The view *Runs* and its commands. */
export function registerRuns(context: ExtensionContext, list: RunList, parts: RunsParts): void {
  const { log, guard, open, explained } = parts;
  const failed = (error: unknown): void => {
    if (isCancelled(error)) return;
    logFailure(error, log);
    view.message = sentence(error);
  };
  const view = window.createTreeView('retort.runs', {
    treeDataProvider: new RunTree(list, failed),
    canSelectMany: true,
    showCollapseAll: false,
  });
  registerRunCommands(context, { ...parts, list, view });
  context.subscriptions.push(
    view,
    list.onChanged(() => {
      const value = list.runs.filter(isActive).length;
      // `message` takes undefined to be absent only when it is set to that.
      Object.assign(view, {
        message: undefined,
        badge: value === 0 ? undefined : { value, tooltip: text.runs.atWork(value) },
      });
    }),
    list.onFailed(failed),
    tellEnds(list, { guard, open, explained, log }),
  );
}
