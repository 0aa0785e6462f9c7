import { EventEmitter, ThemeColor, ThemeIcon, TreeItem, workspace, type TreeDataProvider } from 'vscode';
import type { RunSummary } from '../../server/protocol/training.ts';
import { text } from '../text/index.ts';
import { tooltip } from '../text/tooltip.ts';
import { runItem } from './item.ts';
import type { RunList } from './list.ts';

/** The view *Runs*. A click opens the run. */
export class RunTree implements TreeDataProvider<RunSummary> {
  readonly #list: RunList;
  readonly #failed: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** @param failed hears why the list can't be read; the view is empty then */
  constructor(list: RunList, failed: (error: unknown) => void) {
    this.#list = list;
    this.#failed = failed;
    list.onChanged(() => this.#changed.fire(undefined));
  }

  async getChildren(parent?: RunSummary): Promise<RunSummary[]> {
    if (parent !== undefined) return [];
    try {
      return [...(await this.#list.load())];
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  getTreeItem(run: RunSummary): TreeItem {
    const { label, description, icon, context, facts } = runItem(run, text, this.#folderName(run));
    const item = new TreeItem(label);
    item.id = run.run;
    item.description = description;
    item.iconPath = new ThemeIcon(icon.id, icon.color === undefined ? undefined : new ThemeColor(icon.color));
    item.contextValue = context;
    item.tooltip = tooltip(label, facts);
    item.accessibilityInformation = { label: `${label}, ${text.runs.states[run.state]}, ${description}` };
    item.command = { command: 'retort.openRun', title: '', arguments: [run] };
    return item;
  }

  #folderName({ workspace: path }: RunSummary): string | null {
    const folders = workspace.workspaceFolders ?? [];
    if (folders.length < 2) return null;
    return folders.find(({ uri }) => uri.fsPath === path)?.name ?? null;
  }
}
