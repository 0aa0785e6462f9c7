import { commands, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import { text } from '../text/index.ts';
import { ending } from '../recipes/recipe-file.ts';
import { exists } from './exists.ts';

/** Where the sample is put in a workspace; the language doesn't matter, it is a path. */
const folderName = 'retort-sample';

/**
 * Copies the sample into the first open folder unless it is there, opens its recipe, and offers to run it. Without a
 * folder, asks for one and opens that. Throws RetortError `sample-missing`.
 */
export async function openSample(context: ExtensionContext): Promise<void> {
  const source = Uri.joinPath(context.extensionUri, 'dist', 'sample');
  if (!(await exists(source))) {
    const { missing: message, missingNext: next } = text.sample;
    throw new RetortError({ code: 'sample-missing', message, where: source.fsPath, next });
  }
  const [folder] = workspace.workspaceFolders ?? [];
  const parent = folder?.uri ?? (await chosenFolder());
  if (parent === undefined) return;
  const sample = Uri.joinPath(parent, folderName);
  if (!(await exists(sample))) await workspace.fs.copy(source, sample, { overwrite: false });
  if (folder === undefined) {
    await commands.executeCommand('vscode.openFolder', sample);
    return;
  }
  const names = (await workspace.fs.readDirectory(sample)).map(([name]) => name);
  const name = names.find((one) => one.endsWith(ending));
  if (name === undefined) return;
  const recipe = Uri.joinPath(sample, name);
  await window.showTextDocument(recipe, { preview: false });
  void offerRun(recipe);
}

async function chosenFolder(): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: text.sample.chooseFolder,
  });
  return chosen?.[0];
}

/** Not waited for: a message may stay as long as it likes. */
async function offerRun(recipe: Uri): Promise<void> {
  const choice = await window.showInformationMessage(text.sample.ready, text.recipes.run);
  if (choice !== undefined) await commands.executeCommand('retort.runRecipe', recipe);
}
