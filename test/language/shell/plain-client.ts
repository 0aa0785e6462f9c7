import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { ClientCapabilities, InitializeResult, PublishDiagnosticsParams } from 'vscode-languageserver';

/** A client of the Language Server Protocol that belongs to no editor. */
export interface PlainClient {
  readonly initialize: (options?: {
    readonly folders?: readonly string[];
    readonly capabilities?: ClientCapabilities;
    readonly settings?: unknown;
    readonly locale?: string;
  }) => Promise<InitializeResult>;
  readonly open: (uri: string, text: string) => void;
  /** Replaces all of a document's text. */
  readonly write: (uri: string, text: string) => void;
  readonly close: (uri: string) => void;
  readonly notify: (method: string, params?: unknown) => void;
  readonly ask: (method: string, params?: unknown, token?: CancellationToken) => Promise<unknown>;
  /** The first diagnostics of a document, of those that came and will come, that are as is asked. */
  readonly problems: (
    uri: string,
    wanted?: (codes: readonly string[], version: number | undefined) => boolean,
  ) => Promise<PublishDiagnosticsParams>;
  /** All that came for a document so far. */
  readonly told: (uri: string) => readonly PublishDiagnosticsParams[];
  /** Answers what the server asks of its client. */
  readonly onAsked: (method: string, answer: (params: unknown) => unknown) => void;
  readonly end: () => void;
}

export const codesOf = ({ diagnostics }: PublishDiagnosticsParams): readonly string[] =>
  diagnostics.map(({ code }) => String(code));

export function plainClient(input: Readable, output: Writable): PlainClient {
  const connection: MessageConnection = createMessageConnection(
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
  );
  const told: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    told.push(params);
    for (const look of [...waiting]) look();
  });
  connection.listen();
  const versions = new Map<string, number>();
  const notify = (method: string, params?: unknown): void => void connection.sendNotification(method, params);
  const next = (uri: string): number => {
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    return version;
  };

  return {
    async initialize({ folders = [], capabilities = {}, settings, locale } = {}) {
      const result = await connection.sendRequest<InitializeResult>('initialize', {
        processId: process.pid,
        capabilities,
        workspaceFolders: folders.map((path) => ({ uri: pathToFileURL(path).href, name: path })),
        rootUri: null,
        initializationOptions: settings,
        locale,
      });
      notify('initialized', {});
      return result;
    },
    open: (uri, text) =>
      notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'distill-recipe', version: next(uri), text },
      }),
    write: (uri, text) =>
      notify('textDocument/didChange', {
        textDocument: { uri, version: next(uri) },
        contentChanges: [{ text }],
      }),
    close: (uri) => notify('textDocument/didClose', { textDocument: { uri } }),
    notify,
    ask: (method, params, token) =>
      token === undefined
        ? connection.sendRequest(method, params)
        : connection.sendRequest(method, params, token),
    told: (uri) => told.filter((params) => params.uri === uri),
    problems: (uri, wanted = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = told.find((params) => params.uri === uri && wanted(codesOf(params), params.version));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    onAsked: (method, answer) => connection.onRequest(method, answer),
    end: () => connection.dispose(),
  };
}
