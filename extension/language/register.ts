import {
  commands,
  DiagnosticSeverity,
  Uri,
  window,
  workspace,
  type Diagnostic,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { PlacedProblem } from '../../server/protocol/training.ts';
import type { Explanations } from '../explain/explain.ts';
import type { Checks } from '../recipes/checks.ts';
import { text } from '../text/index.ts';
import type { Training } from '../training/connection.ts';
import { logFailure, type WithErrors } from '../training/errors.ts';
import { isRecipeText } from './recipe-language.ts';
import { Restarts } from './restarts.ts';

export interface LanguageRegistration {
  readonly log: LogOutputChannel;
  readonly guard: WithErrors;
  readonly explained: Explanations;
  readonly checks: Checks;
  readonly training: Training;
}

/** The language server of recipes, started when the first recipe is opened. Nothing of a recipe can run, so trusted or not. */
export function registerLanguage(context: ExtensionContext, parts: LanguageRegistration): void {
  const { log, guard, explained, training } = parts;
  let client: Promise<LanguageClient> | null = null;
  const begin = (): void => {
    if (client !== null) return;
    client = start(context, parts);
    client.catch((error: unknown) => logFailure(error, log));
  };
  const tellChanged = async (changed: readonly Uri[]): Promise<void> => {
    if (client !== null) await (await import('./client.ts')).sendChanged(await client, changed);
  };
  const look = (document: Parameters<typeof isRecipeText>[0]): void => {
    if (isRecipeText(document)) begin();
  };
  workspace.textDocuments.forEach(look);
  context.subscriptions.push(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('retort') || client === null) return;
      const running = client;
      void guard(async () => (await import('./client.ts')).sendSettings(await running));
    }),
    training.onChanged(({ runs }) => {
      tellChanged(runs.map((run) => Uri.joinPath(Uri.file(run), 'run.json'))).catch((error: unknown) =>
        logFailure(error, log),
      );
    }),
    commands.registerCommand('retort.explainProblem', (code: unknown) =>
      guard(() => explained.show(String(code))),
    ),
    commands.registerCommand('retort.bringSampleData', (recipe: unknown) =>
      guard(async () => {
        const uri = Uri.parse(String(recipe), true);
        const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
        if (document === undefined || !isRecipeText(document) || uri.scheme !== 'file') return;
        const { bringSampleData } = await import('../walkthrough/sample-data.ts');
        await tellChanged(await bringSampleData(context, document.getText(), Uri.joinPath(uri, '..')));
      }),
    ),
    { dispose: () => void client?.then((running) => running.dispose()).catch(() => undefined) },
  );
}

async function start(
  context: ExtensionContext,
  { log, checks }: LanguageRegistration,
): Promise<LanguageClient> {
  const { languageClient } = await import('./client.ts');
  const restarts = new Restarts();
  const client = languageClient({
    program: context.asAbsolutePath('dist/retort.js'),
    log,
    checked: (recipe, problems) => {
      // A recipe that is closed loses its problems, and is no better for it.
      const isOpen = workspace.textDocuments.some(({ uri }) => uri.toString() === recipe.toString());
      if (isOpen) checks.found(recipe, problems.map(judged));
    },
    explanation: (code) =>
      Uri.parse(`command:retort.explainProblem?${encodeURIComponent(JSON.stringify([code]))}`),
    ended: () => {
      const next = restarts.after(Date.now());
      if (next !== 'silently')
        void tell(next === 'start' ? text.language.restarted : text.language.stopped, log);
      return next !== 'stop';
    },
  });
  await client.start();
  return client;
}

async function tell(message: string, log: LogOutputChannel): Promise<void> {
  const { showLog } = text.errors;
  if ((await window.showWarningMessage(message, showLog)) === showLog) log.show();
}

const severities: Readonly<Record<DiagnosticSeverity, PlacedProblem['severity']>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

const judged = ({ severity }: Diagnostic) => ({ severity: severities[severity] });
