import type { CodeLens } from 'vscode-languageserver';
import { say } from '../../text/say.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/**
 * Run, Check and what the last run came to (`92.1 %`, null for none), at the top of a recipe; nothing where there is no
 * recipe yet. The commands are the extension's and get the document's URI from whoever answers the editor.
 */
export function codeLenses(snapshot: Snapshot, last: string | null): readonly CodeLens[] {
  if (snapshot.document.root?.kind !== 'map') return [];
  const range = rangeOf(snapshot, { start: 0, end: 0 });
  const lens = (title: string, command: string): CodeLens => ({ range, command: { title, command } });
  return [
    lens(say`Run`, 'retort.runRecipe'),
    lens(say`Check`, 'retort.checkRecipe'),
    ...(last === null ? [] : [lens(say`Last: ${last}`, 'retort.openRun')]),
  ];
}
