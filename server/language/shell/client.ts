import type { InitializeParams } from 'vscode-languageserver';
import { pathOfUri } from './uris.ts';

/** What a client can do, as far as it matters here. */
export interface Client {
  readonly snippets: boolean;
  /** Whether a definition may say what leads to it. */
  readonly definitionLinks: boolean;
  /** Whether it tells of folders that are opened and closed. */
  readonly changesFolders: boolean;
  /** How it can be asked to watch files. */
  readonly watches: 'relative' | 'absolute' | 'not';
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  /** Folders that are open at the start. */
  readonly folders: readonly string[];
}

export function clientOf({ capabilities, ...params }: InitializeParams): Client {
  const { workspace = {}, textDocument = {} } = capabilities;
  const watching = workspace.didChangeWatchedFiles;
  return {
    snippets: textDocument.completion?.completionItem?.snippetSupport === true,
    definitionLinks: textDocument.definition?.linkSupport === true,
    changesFolders: workspace.workspaceFolders === true,
    watches:
      watching?.dynamicRegistration !== true
        ? 'not'
        : watching.relativePatternSupport === true
          ? 'relative'
          : 'absolute',
    refreshesLenses: workspace.codeLens?.refreshSupport === true,
    refreshesHints: workspace.inlayHint?.refreshSupport === true,
    folders: foldersOf(params),
  };
}

interface Opened {
  readonly workspaceFolders?: readonly { readonly uri: string }[] | null;
  readonly rootUri?: string | null;
}

/** Clients that know no workspaces say their one folder in an older way. */
function foldersOf({ workspaceFolders, rootUri }: Opened): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  return uris.flatMap((uri) => pathOfUri(uri) ?? []);
}
