import { Uri, window, workspace } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import { text } from '../text/index.ts';
import { withoutIcons } from '../text/plain.ts';
import { isRecipe } from './recipe-file.ts';
import type { RecipeList } from './list.ts';

/**
 * The recipe that a command was called with (view, Explorer, editor's title), else the one that is being edited, else
 * one that a person picks; undefined when they think better of it. Throws RetortError `no-recipe` where there is none.
 */
export async function recipeMeant(given: unknown, list: RecipeList): Promise<Uri | undefined> {
  if (given instanceof Uri && isRecipe(given)) return given;
  const edited = window.activeTextEditor?.document.uri;
  if (edited !== undefined && isRecipe(edited)) return edited;
  return pickRecipe(list, text.recipes.pick);
}

/** Asks for one of the workspace's recipes; takes the only one. Throws as `recipeMeant`. */
export async function pickRecipe(list: RecipeList, placeHolder: string): Promise<Uri | undefined> {
  const recipes = await list.load();
  if (recipes.length === 0) {
    const { none: message, noneNext: next } = text.recipes;
    throw new RetortError({ code: 'no-recipe', message, next });
  }
  if (recipes.length === 1) return recipes[0];
  const choices = recipes.map((recipe) => ({
    recipe,
    label: withoutIcons(workspace.asRelativePath(recipe)),
  }));
  return (await window.showQuickPick(choices, { placeHolder }))?.recipe;
}
