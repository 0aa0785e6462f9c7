import { Range, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { ModelFile } from '../../server/protocol/training.ts';
import { isRecipe } from '../recipes/recipe-file.ts';
import type { RecipeList } from '../recipes/list.ts';
import { pickRecipe } from '../recipes/meant.ts';
import { text } from '../text/index.ts';
import { oneLine, withoutIcons } from '../text/plain.ts';
import { withModel } from './changes.ts';
import { difference } from './difference.ts';
import { outlineOf } from './outline.ts';

/** Puts a model into the recipe that is being edited, as one of its models or a new one. The edit can be undone. */
export async function useInRecipe(file: ModelFile, recipes: RecipeList): Promise<void> {
  const document = await editedRecipe(recipes);
  if (document === undefined) return;
  const before = document.getText();
  const id = await askForId(file, before);
  if (id === undefined) return;
  const after = withModel(before, id, { recipe: document.uri.fsPath, file });
  if (after === null) {
    const { notEditable: message, notEditableNext: next } = text.teachers;
    throw new RetortError({ code: 'recipe-not-editable', message, where: document.uri.fsPath, next });
  }
  const change = new WorkspaceEdit();
  const { start, end, inserted } = difference(before, after);
  const place = new Range(document.positionAt(start), document.positionAt(end));
  change.replace(document.uri, place, inserted);
  await workspace.applyEdit(change);
  const editor = await window.showTextDocument(document);
  editor.revealRange(place);
}

/** The active recipe, one in sight, or one that a person picks. */
async function editedRecipe(recipes: RecipeList): Promise<TextDocument | undefined> {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  const edited = editors.find((editor) => editor !== undefined && isRecipe(editor.document.uri));
  if (edited !== undefined) return edited.document;
  const recipe = await pickRecipe(recipes, text.teachers.useIn);
  return recipe === undefined ? undefined : workspace.openTextDocument(recipe);
}

async function askForId(file: ModelFile, recipe: string): Promise<string | undefined> {
  const { models } = outlineOf(recipe);
  const { useAs, newModel, newModelPrompt, newModelWrong, newModelTaken } = text.teachers;
  const fresh = { label: `$(add) ${newModel}`, description: '', id: null };
  const known = models.map(({ id, checkpoint, path }) => ({
    label: withoutIcons(id),
    description: withoutIcons(checkpoint ?? path ?? ''),
    id,
  }));
  const choice = await window.showQuickPick([...known, fresh], { placeHolder: useAs(oneLine(file.name)) });
  if (choice?.id !== null) return choice?.id;
  return window.showInputBox({
    prompt: newModelPrompt,
    value: 'teacher',
    validateInput(value) {
      if (!/^[A-Za-z][\w-]*$/.test(value)) return newModelWrong;
      return models.some(({ id }) => id === value) ? newModelTaken(value) : undefined;
    },
  });
}
