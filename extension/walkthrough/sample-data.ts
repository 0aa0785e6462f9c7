import { Uri, workspace, type ExtensionContext } from 'vscode';
import { exists } from './exists.ts';

/** Folders of the sample that templates train on. */
const sampleFolders = ['digits', 'models'] as const;

/**
 * Copies the sample's folders that a recipe names beside it, unless folders of those names are there.
 * @returns what was copied
 */
export async function bringSampleData(
  context: ExtensionContext,
  recipe: string,
  folder: Uri,
): Promise<readonly Uri[]> {
  const brought: Uri[] = [];
  for (const name of sampleFolders) {
    const there = Uri.joinPath(folder, name);
    const source = Uri.joinPath(context.extensionUri, 'dist', 'sample', name);
    if (!recipe.includes(`${name}/`) || (await exists(there)) || !(await exists(source))) continue;
    await workspace.fs.copy(source, there, { overwrite: false });
    brought.push(there);
  }
  return brought;
}
