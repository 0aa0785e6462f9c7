import { workspace, type Uri } from 'vscode';
import { elsewhere, ending, isListed, isRecipe } from './recipe-file.ts';

const pattern = `**/*${ending}`;
const excluded = `**/{${elsewhere.join(',')}}/**`;
/** More are not listed: a workspace with so many recipes is searched, not browsed. */
export const mostRecipes = 500;

/** Recipes of the open folders, sorted by path. */
export async function findRecipes(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(pattern, excluded, mostRecipes);
  return found.filter(isRecipe).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Recipes being made and deleted. It adds nothing to what the editor watches anyway. */
export function watchRecipes(changed: () => void): { dispose(): unknown } {
  const watcher = workspace.createFileSystemWatcher(pattern, false, true, false);
  const mind = (uri: Uri): void => {
    if (isRecipe(uri) && isListed(workspace.asRelativePath(uri, false))) changed();
  };
  watcher.onDidCreate(mind);
  watcher.onDidDelete(mind);
  return watcher;
}
