import { window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { OpenRun } from '../run-panel/register.ts';
import { text } from '../text/index.ts';
import type { Training } from '../training/connection.ts';
import { isCancelled, logFailure, type WithErrors } from '../training/errors.ts';
import type { Checks } from './checks.ts';
import { registerRecipeCommands } from './commands.ts';
import { mostRecipes } from './find.ts';
import { RecipeList } from './list.ts';
import { RecipeTree } from './tree.ts';

export interface RecipesParts {
  readonly training: Training;
  readonly log: LogOutputChannel;
  readonly guard: WithErrors;
  readonly open: OpenRun;
  readonly checks: Checks;
}

/** The view *Recipes* and its commands. */
export function registerRecipes(
  context: ExtensionContext,
  { training, log, guard, open, checks }: RecipesParts,
): RecipeList {
  const quietly = (error: unknown): void => {
    if (!isCancelled(error)) logFailure(error, log);
  };
  const list = new RecipeList(quietly);
  const view = window.createTreeView('retort.recipes', { treeDataProvider: new RecipeTree(list, checks) });
  registerRecipeCommands(context, { training, list, checks, guard, open });
  context.subscriptions.push(
    checks,
    list,
    view,
    list.onChanged(() => {
      const cut = list.recipes.length >= mostRecipes;
      Object.assign(view, { message: cut ? text.recipes.searchMore(mostRecipes) : undefined });
    }),
    workspace.onDidDeleteFiles(({ files }) => files.forEach((file) => checks.forget(file))),
  );
  return list;
}
