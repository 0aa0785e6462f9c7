import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Uri, ViewColumn, window } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { PanelAction } from '../../server/protocol/panel.ts';
import type { Explanations } from '../explain/explain.ts';
import { resumeRun, stopRun } from '../runs/commands.ts';
import { reveal } from '../runs/reveal.ts';
import { text } from '../text/index.ts';
import type { Training } from '../training/connection.ts';
import { showReport } from './report.ts';

/** Does what a button of the panel says. */
export async function act(
  action: PanelAction,
  run: string,
  { training, explained }: { readonly training: Training; readonly explained: Explanations },
): Promise<void> {
  switch (action) {
    case 'stop':
      return stopRun(training, run);
    case 'resume':
      return resumeRun(training, run);
    case 'open-recipe': {
      const { recipe } = await training.request('summary', { run });
      return openText([recipe, join(run, 'recipe.distill.yaml')], missing('recipe'));
    }
    case 'open-report':
      return showReport(run, training);
    case 'show-log':
      return openText(await logs(run), missing('log'));
    case 'reveal-folder':
      return reveal(Uri.file(run));
    case 'explain': {
      const { failure } = await training.request('summary', { run });
      // The page itself where it has no section: a run of another version may name other codes.
      return explained.show(failure?.code ?? '');
    }
  }
}

function missing(what: 'recipe' | 'log'): RetortError {
  const { noRecipe, noRecipeNext, noLog, noLogNext } = text.panel;
  return what === 'recipe'
    ? new RetortError({ code: 'no-recipe', message: noRecipe, next: noRecipeNext })
    : new RetortError({ code: 'no-log', message: noLog, next: noLogNext });
}

/** Logs of a run's attempts, the newest first. */
async function logs(run: string): Promise<readonly string[]> {
  const attempts = await readdir(join(run, 'attempts')).catch((): string[] => []);
  return attempts
    .sort()
    .reverse()
    .map((attempt) => join(run, 'attempts', attempt, 'worker.log'));
}

/** Opens the first file that is there, beside the panel. */
async function openText(paths: readonly string[], otherwise: RetortError): Promise<void> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    await window.showTextDocument(Uri.file(path), { viewColumn: ViewColumn.Beside });
    return;
  }
  throw otherwise;
}
