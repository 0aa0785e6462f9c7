import { commands, Uri, window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { ModelFile } from '../../server/protocol/training.ts';
import type { RecipeList } from '../recipes/list.ts';
import type { RunList } from '../runs/list.ts';
import { reveal } from '../runs/reveal.ts';
import type { Training } from '../training/connection.ts';
import { isCancelled, logFailure, sentence, type WithErrors } from '../training/errors.ts';
import { addModelFolder } from './add-folder.ts';
import { inspect, inspections, scheme } from './inspect.ts';
import { isUsable } from './item.ts';
import { TeacherList } from './list.ts';
import { modelMeant } from './meant.ts';
import { TeacherTree } from './tree.ts';

export interface TeachersParts {
  readonly training: Training;
  readonly runs: RunList;
  readonly recipes: RecipeList;
  readonly log: LogOutputChannel;
  readonly guard: WithErrors;
}

/** The view *Teachers* and its commands. */
export function registerTeachers(context: ExtensionContext, parts: TeachersParts): void {
  const { training, runs, recipes, log, guard } = parts;
  const failed = (error: unknown): void => {
    if (isCancelled(error)) return;
    logFailure(error, log);
    view.message = sentence(error);
  };
  const list = new TeacherList(training, runs, failed);
  const view = window.createTreeView('retort.teachers', { treeDataProvider: new TeacherTree(list, failed) });
  const program = context.asAbsolutePath('dist/retort.js');

  const always = (): boolean => true;
  const onModel = (id: string, fits: typeof isUsable, work: (file: ModelFile) => Promise<void>) =>
    commands.registerCommand(id, (given: unknown) =>
      guard(async () => {
        const file = await modelMeant(given, list, fits);
        if (file !== undefined) await work(file);
      }),
    );
  context.subscriptions.push(
    list,
    view,
    list.onChanged(() => void Object.assign(view, { message: undefined })),
    workspace.registerTextDocumentContentProvider(scheme, inspections(training)),
    // What edits YAML is loaded with its first use.
    onModel('retort.useTeacher', isUsable, async (file) =>
      (await import('./use.ts')).useInRecipe(file, recipes),
    ),
    onModel('retort.inspectModel', always, inspect),
    onModel('retort.evaluateModel', isUsable, async (file) =>
      (await import('./evaluate.ts')).evaluate(file, { recipes, log, program }),
    ),
    onModel('retort.revealModel', always, ({ path }) => reveal(Uri.file(path))),
    commands.registerCommand('retort.addModelFolder', () => guard(addModelFolder)),
    commands.registerCommand('retort.refreshTeachers', () => guard(() => list.refresh())),
  );
}
