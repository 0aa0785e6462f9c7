// Takes settings from a file that tests write. The editor's own watcher misses changes of its settings file where it
// runs without native watchers, so tests that change a setting could not rely on it.
import { readFileSync, watchFile } from 'node:fs';
import * as vscode from 'vscode';

export function activate() {
  const file = process.env.RETORT_TEST_SETTINGS;
  if (file === undefined) return;
  const take = async () => {
    for (const [name, value] of Object.entries(JSON.parse(readFileSync(file, 'utf8'))))
      await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  };
  void take();
  watchFile(file, { interval: 100 }, () => void take());
}
