import { dirname } from 'node:path';
import { realpath } from 'node:fs/promises';
import { commands, ProgressLocation, window, workspace, type ExtensionContext, type Uri } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { CheckedFile, StartRun } from '../../server/protocol/training.ts';
import { orAnyway } from '../runs/commands.ts';
import type { OpenRun } from '../run-panel/register.ts';
import { readSettings } from '../settings/read.ts';
import { text } from '../text/index.ts';
import { oneLine, withoutLinks } from '../text/plain.ts';
import type { Training } from '../training/connection.ts';
import { folderOf, noFolder, openFolders } from '../training/folders.ts';
import type { WithErrors } from '../training/errors.ts';
import type { Checks } from './checks.ts';
import { notSound } from './item.ts';
import type { RecipeList } from './list.ts';
import { recipeMeant } from './meant.ts';

export interface RecipeCommands {
  readonly training: Training;
  readonly list: RecipeList;
  readonly checks: Checks;
  readonly guard: WithErrors;
  readonly open: OpenRun;
}

/** Run, check, and read the list again. */
export function registerRecipeCommands(context: ExtensionContext, parts: RecipeCommands): void {
  const { list, guard } = parts;
  const onRecipe = (id: string, work: (recipe: Uri) => Promise<void>) =>
    commands.registerCommand(id, (given: unknown) =>
      guard(async () => {
        const recipe = await recipeMeant(given, list);
        if (recipe !== undefined) await work(recipe);
      }),
    );
  context.subscriptions.push(
    onRecipe('retort.runRecipe', (recipe) => runRecipe(recipe, parts)),
    onRecipe('retort.checkRecipe', (recipe) => checkRecipe(recipe, parts)),
    commands.registerCommand('retort.refreshRecipes', () => guard(() => list.refresh())),
  );
}

/** Starts a run of a recipe and opens its panel. Shows its problems where it has some. */
async function runRecipe(recipe: Uri, { training, checks, open }: RecipeCommands): Promise<void> {
  await saved(recipe);
  const request = await startOf(recipe);
  const start = (more: Partial<StartRun>) => training.request('start', { ...request, ...more });
  try {
    const { run } = await busy(text.recipes.starting(nameOf(recipe)), () =>
      orAnyway(
        () => start({}),
        () => start({ anyway: true }),
      ),
    );
    await open(run);
    // A step of the walkthrough, whichever button it was: the editor doesn't hear of commands that we call ourselves.
    void commands.executeCommand('setContext', 'retort.runStarted', true);
  } catch (error) {
    if (!(error instanceof RetortError) || error.code !== 'recipe-has-problems') throw error;
    const { problems } = await checks.check(recipe);
    await tellErrors(recipe, problems);
  }
}

async function checkRecipe(recipe: Uri, { checks }: RecipeCommands): Promise<void> {
  const checked = await busy(text.recipes.checking(nameOf(recipe)), (signal) => checks.check(recipe, signal));
  const { sound, outlook, problems } = checked;
  if (!sound) return tellErrors(recipe, problems);
  const { recipes } = text;
  const words =
    outlook === null
      ? recipes.soundPlain(nameOf(recipe))
      : recipes.sound(nameOf(recipe), outlook.steps.toLocaleString('en-US'), outlook.backend);
  const choice = await window.showInformationMessage(withoutLinks(words), recipes.run);
  if (choice !== undefined) await commands.executeCommand('retort.runRecipe', recipe);
}

async function tellErrors(recipe: Uri, problems: CheckedFile['problems']): Promise<void> {
  const { showProblems } = text.recipes;
  const words = withoutLinks(notSound(nameOf(recipe), problems, text));
  const choice = await window.showErrorMessage(words, showProblems);
  if (choice === undefined) return;
  await window.showTextDocument(recipe);
  await commands.executeCommand('workbench.actions.view.problems');
}

/** A run is made from the file, so what is in the editor goes there first. */
async function saved(recipe: Uri): Promise<void> {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === recipe.toString());
  if (document?.isDirty !== true || (await document.save())) return;
  throw new RetortError({ code: 'not-saved', message: text.recipes.stays, next: '' });
}

async function startOf(recipe: Uri): Promise<StartRun> {
  const path = await realpath(recipe.fsPath);
  const folders = await openFolders();
  if (folders.length === 0) throw noFolder();
  const { backend, threads } = readSettings();
  return {
    recipe: path,
    workspace: folderOf(path, folders)?.path ?? dirname(path),
    ...(backend === 'auto' ? {} : { backend }),
    ...(threads === 0 ? {} : { preferredThreads: threads }),
  };
}

const nameOf = (recipe: Uri): string => oneLine(recipe.path.split('/').at(-1) ?? recipe.path);

/** Does it while a notification says so, which can cancel it where that is given a signal. */
function busy<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const cancellable = work.length > 0;
  const options = {
    location: cancellable ? ProgressLocation.Notification : ProgressLocation.Window,
    title,
    cancellable,
  };
  return Promise.resolve(
    window.withProgress(options, (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return work(controller.signal);
    }),
  );
}
