import { Uri, window, workspace, type ExtensionContext } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import { ending } from '../recipes/recipe-file.ts';
import { text } from '../text/index.ts';
import { noFolder } from '../training/folders.ts';
import { exists } from './exists.ts';
import { bringSampleData } from './sample-data.ts';
import { templateAbout } from './title.ts';

interface Template {
  readonly label: string;
  readonly detail: string;
  readonly file: string;
  readonly content: string;
}

/** Asks for a template, a folder and a name; writes the recipe with the data it uses, overwrites nothing, opens it. */
export async function newRecipe(context: ExtensionContext, given: unknown): Promise<void> {
  const templates = await readTemplates(context);
  const title = text.recipes.newTitle;
  const template = await window.showQuickPick(templates, {
    title,
    placeHolder: text.recipes.pickTemplate,
    matchOnDetail: true,
  });
  if (template === undefined) return;
  const folder = await chosenFolder(given);
  if (folder === undefined) return;
  const name = await chosenName(template.file, folder);
  if (name === undefined) return;
  const file = Uri.joinPath(folder, name);
  await bringSampleData(context, template.content, folder);
  await workspace.fs.writeFile(file, new TextEncoder().encode(template.content));
  await window.showTextDocument(file, { preview: false });
}

/** The templates of this package, the one to begin with first. Throws RetortError `templates-missing`. */
async function readTemplates(context: ExtensionContext): Promise<readonly Template[]> {
  const folder = Uri.joinPath(context.extensionUri, 'media', 'templates');
  const entries = await workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  const files = entries.map(([name]) => name).filter((name) => name.endsWith(ending));
  if (files.length === 0) {
    const { noTemplates: message, noTemplatesNext: next } = text.recipes;
    throw new RetortError({ code: 'templates-missing', message, where: folder.fsPath, next });
  }
  return Promise.all(
    files.sort(firstStepFirst).map(async (file) => {
      const content = new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, file)));
      const about = templateAbout(content);
      return { label: about?.title ?? file, detail: about?.summary ?? '', file, content };
    }),
  );
}

/** The sample's own recipe is what to begin with; the others follow by name. */
function firstStepFirst(a: string, b: string): number {
  const rank = (file: string): string => (file === `digits${ending}` ? '' : file);
  return rank(a) < rank(b) ? -1 : 1;
}

/** A folder of the Explorer that the command was called on, the only open one, or one that a person picks. */
async function chosenFolder(given: unknown): Promise<Uri | undefined> {
  if (given instanceof Uri) return given;
  const [first, second] = workspace.workspaceFolders ?? [];
  if (first === undefined) throw noFolder();
  if (second === undefined) return first.uri;
  return (await window.showWorkspaceFolderPick({ placeHolder: text.recipes.pickFolder }))?.uri;
}

async function chosenName(proposed: string, folder: Uri): Promise<string | undefined> {
  const { newTitle, fileName, fileNameWrong, fileExists } = text.recipes;
  const full = (name: string): string => (name.endsWith(ending) ? name : `${name}${ending}`);
  const name = await window.showInputBox({
    title: newTitle,
    prompt: fileName,
    value: proposed,
    valueSelection: [0, proposed.length - ending.length],
    async validateInput(value) {
      if (!/^[^\\/:*?"<>|\p{Cc}]+$/u.test(value) || value.startsWith('.')) return fileNameWrong;
      return (await exists(Uri.joinPath(folder, full(value)))) ? fileExists(full(value)) : undefined;
    },
  });
  return name === undefined ? undefined : full(name);
}
