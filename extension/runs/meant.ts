import { window, type TreeView } from 'vscode';
import type { RunSummary } from '../../server/protocol/training.ts';
import { text } from '../text/index.ts';
import { withoutIcons } from '../text/plain.ts';
import { runItem } from './item.ts';
import type { RunList } from './list.ts';
import { pathsIn } from './paths.ts';

export type RunVerb = keyof typeof text.runs.pick;

/** Which runs a command is about. */
export interface Meant {
  readonly list: RunList;
  readonly view: TreeView<string>;
  readonly verb: RunVerb;
  readonly fits: (run: RunSummary) => boolean;
}

/**
 * The runs that a command was called with: those of the view's menu and its selection, else those selected (for keys),
 * else those that a person picks. Arguments can come from anywhere, so only the path in them counts, and only if the
 * list has it.
 */
export async function runsMeant(
  args: readonly unknown[],
  meant: Meant,
  many: boolean,
): Promise<readonly RunSummary[]> {
  const { list, view, fits } = meant;
  await list.load();
  const given = pathsIn(args).flatMap((path) => list.find(path) ?? []);
  if (given.length > 0) return many ? given : given.slice(0, 1);
  if (args.length === 0 && view.visible && view.selection.length > 0) {
    const selected = view.selection.flatMap((path) => list.find(path) ?? []).filter(fits);
    if (selected.length > 0) return many ? selected : selected.slice(0, 1);
  }
  return picked(meant, many);
}

async function picked({ list, verb, fits }: Meant, many: boolean): Promise<readonly RunSummary[]> {
  const choices = list.runs.filter(fits).map((run) => {
    const { label, description, icon } = runItem(run, text, list.folderOf(run));
    return { run, label: `$(${icon.id}) ${withoutIcons(label)}`, description: withoutIcons(description) };
  });
  if (choices.length === 0) {
    void window.showInformationMessage(text.runs.none[verb]);
    return [];
  }
  const options = { placeHolder: text.runs.pick[verb], matchOnDescription: true };
  if (many) {
    const chosen = await window.showQuickPick(choices, { ...options, canPickMany: true });
    return (chosen ?? []).map(({ run }) => run);
  }
  const chosen = await window.showQuickPick(choices, options);
  return chosen === undefined ? [] : [chosen.run];
}
