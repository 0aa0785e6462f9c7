import { basename } from 'node:path';
import {
  commands,
  Uri,
  ViewColumn,
  window,
  type ExtensionContext,
  type LogOutputChannel,
  type WebviewPanel,
} from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { Explanations } from '../explain/explain.ts';
import { isRunOf, workspaceOf } from '../runs/place.ts';
import type { RunList } from '../runs/list.ts';
import { text } from '../text/index.ts';
import { oneLine } from '../text/plain.ts';
import type { Training } from '../training/connection.ts';
import { openFolders } from '../training/folders.ts';
import { readState } from './message.ts';
import { roots, RunPanel } from './panel.ts';

const viewType = 'retort.run';

/** Opens the panel of a run of an open folder. Throws RetortError `run-outside` for every other path. */
export type OpenRun = (run: string) => Promise<void>;

export interface RunPanelParts {
  readonly training: Training;
  readonly list: RunList;
  readonly log: LogOutputChannel;
  readonly explained: Explanations;
}

/** Panels of runs: one a run, found again after a reload of the window. */
export function registerRunPanel(
  context: ExtensionContext,
  { training, list, log, explained }: RunPanelParts,
): OpenRun {
  const panels = new Map<string, RunPanel>();
  const { extensionUri: extension } = context;

  const show = (panel: WebviewPanel, run: string) => {
    const folder = () => Uri.file(workspaceOf(run));
    const shown = new RunPanel(panel, run, { extension, training, log, folder, explained });
    panels.set(run, shown);
    panel.onDidDispose(() => {
      shown.dispose();
      if (panels.get(run) === shown) panels.delete(run);
    });
  };

  const open: OpenRun = async (run) => {
    await insideOpenFolder(run);
    const existing = panels.get(run);
    if (existing !== undefined) {
      existing.reveal();
      return;
    }
    const title = text.panel.title(oneLine(list.find(run)?.name ?? basename(run)));
    show(window.createWebviewPanel(viewType, title, ViewColumn.Active, options(extension)), run);
    void commands.executeCommand('setContext', 'retort.runOpened', true);
  };

  context.subscriptions.push(
    window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const run = readState(state)?.run;
        const known = run !== undefined && !panels.has(run) && (await isInside(run));
        if (!known) {
          panel.dispose();
          return;
        }
        panel.webview.options = options(extension);
        show(panel, run);
      },
    }),
  );
  return open;
}

const options = (extension: Uri) => ({
  enableScripts: true,
  enableForms: false,
  enableCommandUris: false,
  localResourceRoots: roots(extension),
  retainContextWhenHidden: false,
});

const isInside = async (run: string): Promise<boolean> =>
  isRunOf(
    (await openFolders()).map(({ path }) => path),
    run,
  );

async function insideOpenFolder(run: string): Promise<void> {
  if (await isInside(run)) return;
  const { outside: message, outsideNext: next } = text.runs;
  throw new RetortError({ code: 'run-outside', message, where: run, next });
}
