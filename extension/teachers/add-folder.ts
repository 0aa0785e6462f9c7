import { ConfigurationTarget, window, workspace } from 'vscode';
import { readSettings } from '../settings/read.ts';
import { text } from '../text/index.ts';

/** Asks for folders outside the workspace, and adds them to the person's own settings. */
export async function addModelFolder(): Promise<void> {
  const chosen = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    canSelectMany: true,
    openLabel: text.teachers.addFolder,
  });
  if (chosen === undefined) return;
  const folders = new Set([...readSettings().modelFolders, ...chosen.map(({ fsPath }) => fsPath)]);
  await workspace.getConfiguration('retort').update('modelFolders', [...folders], ConfigurationTarget.Global);
}
