import { workspace } from 'vscode';
import { settingsFrom, type Settings } from './settings.ts';

/** The settings as they are now. */
export function readSettings(): Settings {
  const configuration = workspace.getConfiguration('retort');
  return settingsFrom((name) => configuration.get<unknown>(name));
}
