import { EventEmitter, ThemeIcon, TreeItem, type TreeDataProvider } from 'vscode';
import type { ModelFile } from '../../server/protocol/training.ts';
import { text } from '../text/index.ts';
import { tooltip } from '../text/tooltip.ts';
import { teacherItem } from './item.ts';
import type { TeacherList } from './list.ts';

/** The view *Teachers*. A click inspects the model. */
export class TeacherTree implements TreeDataProvider<ModelFile> {
  readonly #list: TeacherList;
  readonly #failed: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** @param failed hears why the list can't be read; the view is empty then */
  constructor(list: TeacherList, failed: (error: unknown) => void) {
    this.#list = list;
    this.#failed = failed;
    list.onChanged(() => this.#changed.fire(undefined));
  }

  async getChildren(parent?: ModelFile): Promise<ModelFile[]> {
    if (parent !== undefined) return [];
    try {
      return [...(await this.#list.load())];
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  getTreeItem(file: ModelFile): TreeItem {
    const { label, description, icon, context, facts } = teacherItem(file, text, this.#list.folderOf(file));
    const item = new TreeItem(label);
    item.id = `${file.format} ${file.path}`;
    item.description = description;
    item.iconPath = new ThemeIcon(icon);
    item.contextValue = context;
    item.tooltip = tooltip(label, facts);
    item.accessibilityInformation = { label: `${label}, ${description}` };
    item.command = { command: 'retort.inspectModel', title: '', arguments: [file] };
    return item;
  }
}
