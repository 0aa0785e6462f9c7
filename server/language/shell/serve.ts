import {
  TextDocuments,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { speak } from '../../text/say.ts';
import { capabilities } from './capabilities.ts';
import { clientOf, type Client } from './client.ts';
import type { LanguagePorts } from './ports.ts';
import { answerRequests } from './requests.ts';
import { openSession } from './open-session.ts';
import type { Session } from './session.ts';
import { recordOf, settingsFrom } from './settings.ts';
import { pathOfUri } from './uris.ts';

/**
 * Serves one client until it leaves. What can check and explain recipes is loaded when the client has its first answer;
 * whatever it asks meanwhile waits.
 */
export function serve(connection: Connection, ports: LanguagePorts): void {
  const documents = new TextDocuments(TextDocument);
  const failed = (error: unknown): void =>
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  let begin: (session: Promise<Session>) => void = () => undefined;
  const started = new Promise<Session>((resolve) => {
    begin = resolve;
  });
  /** In the order of messages. */
  const then = (work: (session: Session) => void): void => void started.then(work).catch(failed);
  let client: Client | null = null;

  connection.onInitialize(async (params: InitializeParams): Promise<InitializeResult> => {
    const its = clientOf(params);
    client = its;
    if (params.locale !== undefined) await speak(params.locale);
    const settings = settingsFrom(params.initializationOptions);
    // The answer goes out before the loading, which takes the process for a while.
    setImmediate(() => begin(openSession(connection, its, settings, ports)));
    return { capabilities: capabilities(), serverInfo: { name: 'retort', version: ports.version } };
  });
  connection.onInitialized(() => {
    if (client?.changesFolders !== true) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      then((session) => {
        const gone = new Set(removed.map(({ uri }) => pathOfUri(uri)));
        const come = added.flatMap(({ uri }) => pathOfUri(uri) ?? []);
        session.configure({ folders: [...session.folders.filter((path) => !gone.has(path)), ...come] });
      }),
    );
  });
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) =>
    then((session) =>
      session.configure({ settings: settingsFrom(recordOf(settings).retort, session.settings) }),
    ),
  );
  connection.onDidChangeWatchedFiles(({ changes }) =>
    then((session) => session.filesChanged(changes.map(({ uri }) => uri))),
  );
  documents.onDidChangeContent(({ document }) => then((session) => session.changed(document)));
  documents.onDidSave(({ document }) => then((session) => session.saved(document.uri)));
  documents.onDidClose(({ document }) => then((session) => session.closed(document.uri)));
  connection.onShutdown(() => started.then((session) => session.close()).catch(failed));
  answerRequests(connection, started, failed);
  documents.listen(connection);
  connection.listen();
}
