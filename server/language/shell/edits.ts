import type {
  CodeAction as ClientAction,
  Diagnostic,
  Location,
  LocationLink,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { CodeAction } from '../actions/code-actions.ts';
import type { Definition } from '../navigation/definition.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** What features say of one document, as clients take it. */
export const editOf = (uri: string, edits: readonly TextEdit[]): WorkspaceEdit => ({
  changes: { [uri]: [...edits] },
});

/** @param shown what the client shows at the place that it asks about */
export function actionOf(
  { title, kind, isPreferred, edits, problem }: CodeAction,
  {
    uri,
    snapshot,
    shown,
  }: { readonly uri: string; readonly snapshot: Snapshot; readonly shown: readonly Diagnostic[] },
): ClientAction {
  const start = problem === undefined ? null : rangeOf(snapshot, problem.range).start;
  const itsOwn = shown.filter(
    ({ code, range }) =>
      code === problem?.code && range.start.line === start?.line && range.start.character === start.character,
  );
  return {
    title,
    kind,
    ...(isPreferred ? { isPreferred } : {}),
    ...(itsOwn.length === 0 ? {} : { diagnostics: itsOwn }),
    edit: editOf(uri, edits),
  };
}

export const locationOf = (uri: string, { uri: other, range }: Definition): Location => ({
  uri: other ?? uri,
  range,
});

export const linkOf = (uri: string, { uri: other, range, origin }: Definition): LocationLink => ({
  targetUri: other ?? uri,
  targetRange: range,
  targetSelectionRange: range,
  originSelectionRange: origin,
});
