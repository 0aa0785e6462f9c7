import { EventEmitter, ThemeIcon, TreeItem, workspace, type TreeDataProvider, type Uri } from 'vscode';
import { text } from '../text/index.ts';
import { tooltip } from '../text/tooltip.ts';
import type { Checks } from './checks.ts';
import { recipeItem } from './item.ts';
import type { RecipeList } from './list.ts';

/** The view *Recipes*. A click opens the file. */
export class RecipeTree implements TreeDataProvider<Uri> {
  readonly #list: RecipeList;
  readonly #checks: Checks;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(list: RecipeList, checks: Checks) {
    this.#list = list;
    this.#checks = checks;
    list.onChanged(() => this.#changed.fire(undefined));
    checks.onChanged(() => this.#changed.fire(undefined));
  }

  async getChildren(parent?: Uri): Promise<Uri[]> {
    return parent === undefined ? [...(await this.#list.load())] : [];
  }

  getTreeItem(recipe: Uri): TreeItem {
    const problems = this.#checks.of(recipe);
    const { label, description, icon } = recipeItem(workspace.asRelativePath(recipe), problems, text);
    const item = new TreeItem(label);
    item.id = recipe.toString();
    item.description = description;
    item.iconPath = new ThemeIcon(icon);
    item.contextValue = 'recipe';
    item.tooltip = tooltip(recipe.fsPath, []);
    item.accessibilityInformation = { label: `${label}, ${description}` };
    item.command = { command: 'vscode.open', title: '', arguments: [recipe] };
    return item;
  }
}
