import { workspace, type Uri } from 'vscode';
import { ending, isRecipe } from './recipe-file.ts';

const pattern = `**/*${ending}`;
/** Where recipes of other projects lie, and copies of recipes in runs. */
const elsewhere =
  '{**/node_modules/**,**/.retort/**,**/.git/**,**/site-packages/**,**/.venv/**,**/dist/**,**/out/**}';
/** More are not listed: a workspace with so many recipes is searched, not browsed. */
export const mostRecipes = 500;

/** Recipes of the open folders, sorted by path. */
export async function findRecipes(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(pattern, elsewhere, mostRecipes);
  return found.filter(isRecipe).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Recipes being made and deleted. It adds nothing to what the editor watches anyway. */
export function watchRecipes(changed: () => void): { dispose(): unknown } {
  const watcher = workspace.createFileSystemWatcher(pattern, false, true, false);
  const mind = (uri: Uri): void => {
    if (isRecipe(uri)) changed();
  };
  watcher.onDidCreate(mind);
  watcher.onDidDelete(mind);
  return watcher;
}
