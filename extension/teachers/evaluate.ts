import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { env, ProgressLocation, window, workspace, type LogOutputChannel, type Uri } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { ModelFile } from '../../server/protocol/training.ts';
import { speak } from '../../server/text/say.ts';
import type { RecipeList } from '../recipes/list.ts';
import { recipeMeant } from '../recipes/meant.ts';
import { text } from '../text/index.ts';
import { oneLine, withoutIcons, withoutLinks } from '../text/plain.ts';
import { percent } from '../../server/protocol/quantities.ts';
import { foundNode } from '../training/node.ts';
import { readScores, scoresFrom } from './scores.ts';
import { outlineOf, type RecipeModel, type RecipeOutline } from './outline.ts';

export interface Evaluation {
  readonly recipes: RecipeList;
  readonly log: LogOutputChannel;
  /** The bundled terminal program, `dist/retort.js`. */
  readonly program: string;
}

/** Scores a model on data of a recipe and says the figures. It can be cancelled. */
export async function evaluate(file: ModelFile, { recipes, log, program }: Evaluation): Promise<void> {
  const recipe = await recipeMeant(undefined, recipes);
  if (recipe === undefined) return;
  const outline = outlineOf(await textOf(recipe));
  const model = await pick(
    candidates(file, outline, recipe),
    text.teachers.evaluateModel,
    text.teachers.noModels,
  );
  if (model === undefined) return;
  const data = await pick(outline.data, text.teachers.evaluateData, text.teachers.noData);
  if (data === undefined) return;
  const name = oneLine(file.name);
  const title = text.teachers.evaluating(name, data);
  const checkpoint = file.format === 'safetensors' ? ['--checkpoint', file.path] : [];
  const words = [
    program,
    'evaluate',
    recipe.fsPath,
    '--model',
    model,
    '--data',
    data,
    ...checkpoint,
    '--json',
  ];
  const options = { location: ProgressLocation.Notification, title: withoutLinks(title), cancellable: true };
  const output = await window.withProgress(options, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    // Nothing may have been asked of the training server yet, and why there is no Node.js is said here.
    await speak(env.language);
    const node = await foundNode();
    const { language } = env;
    return readScores(node, words, { cwd: dirname(recipe.fsPath), language, signal: controller.signal });
  });
  log.info(`${title}: ${output.standard.trim()} ${output.error.trim()}`);
  const { accuracy, loss, samples } = scoresFrom(output, text.teachers);
  const figures = text.teachers.figures(percent(accuracy, 2), loss.toPrecision(4), samples);
  // With a button it stays until it has been read.
  const answer = withoutLinks(text.teachers.evaluated(name, data, figures));
  void window.showInformationMessage(answer, text.errors.showLog).then((choice) => {
    if (choice !== undefined) log.show();
  });
}

/** Models that the file can stand in for: any that has weights of its own in a file, or the very one that it is. */
function candidates(file: ModelFile, { models }: RecipeOutline, recipe: Uri): readonly string[] {
  const folder = dirname(recipe.fsPath);
  const isIt = (path: string | null): boolean => path !== null && resolve(folder, path) === file.path;
  const own = models.filter((model: RecipeModel) => isIt(model.checkpoint) || isIt(model.path));
  const fitting = own.length > 0 ? own : file.format === 'safetensors' ? models : [];
  return fitting.map(({ id }) => id);
}

async function textOf(recipe: Uri): Promise<string> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === recipe.toString());
  return open?.getText() ?? (await readFile(recipe.fsPath, 'utf8'));
}

/** One of the names; the only one is not asked about. Throws RetortError `nothing-to-pick`. */
async function pick(
  names: readonly string[],
  placeHolder: string,
  none: string,
): Promise<string | undefined> {
  if (names.length === 0)
    throw new RetortError({ code: 'nothing-to-pick', message: none, next: text.teachers.addToRecipe });
  if (names.length === 1) return names[0];
  const choices = names.map((name) => ({ label: withoutIcons(name), name }));
  return (await window.showQuickPick(choices, { placeHolder }))?.name;
}
