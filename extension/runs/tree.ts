import { EventEmitter, ThemeColor, ThemeIcon, TreeItem, type TreeDataProvider } from 'vscode';
import type { RunSummary } from '../../server/protocol/training.ts';
import { text } from '../text/index.ts';
import { tooltip } from '../text/tooltip.ts';
import { runItem, type RunItem } from './item.ts';
import type { RunList } from './list.ts';

/** The view *Runs*, its elements the runs' paths. A click opens the run. */
export class RunTree implements TreeDataProvider<string> {
  readonly #list: RunList;
  readonly #failed: (error: unknown) => void;
  readonly #changed = new EventEmitter<string[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** @param failed hears why the list can't be read; the view is empty then */
  constructor(list: RunList, failed: (error: unknown) => void) {
    this.#list = list;
    this.#failed = failed;
    list.onChanged(({ before }) => this.#redraw(before));
  }

  async getChildren(parent?: string): Promise<string[]> {
    if (parent !== undefined) return [];
    try {
      return (await this.#list.load()).map(({ run }) => run);
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  getTreeItem(path: string): TreeItem {
    const run = this.#list.find(path);
    if (run === undefined) return new TreeItem(path);
    const { label, description, icon, context, facts } = this.#item(run);
    const item = new TreeItem(label);
    item.id = path;
    item.description = description;
    item.iconPath = new ThemeIcon(icon.id, icon.color === undefined ? undefined : new ThemeColor(icon.color));
    item.contextValue = context;
    item.tooltip = tooltip(label, facts);
    item.accessibilityInformation = { label: `${label}, ${text.runs.states[run.state]}, ${description}` };
    item.command = { command: 'retort.openRun', title: '', arguments: [path] };
    return item;
  }

  /** Lines that stay the same stay as they are: one that is drawn anew loses the pointer and flickers. */
  #redraw(before: ReadonlyMap<string, RunSummary>): void {
    const { runs } = this.#list;
    const paths = [...before.keys()];
    const same = runs.length === paths.length && runs.every(({ run }, index) => run === paths[index]);
    if (!same || runs.length === 0) {
      this.#changed.fire(undefined);
      return;
    }
    const others = runs.filter((run) => this.#line(run) !== this.#line(before.get(run.run)));
    if (others.length > 0) this.#changed.fire(others.map(({ run }) => run));
  }

  /** What is seen of a run without pointing at it. */
  #line(run: RunSummary | undefined): string {
    if (run === undefined) return '';
    const { label, description, context } = this.#item(run);
    return JSON.stringify([label, description, context]);
  }

  #item(run: RunSummary): RunItem {
    return runItem(run, text, this.#list.folderOf(run));
  }
}
