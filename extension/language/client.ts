import { Uri, type CodeLens, type Diagnostic, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorAction,
  FileChangeType,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type FileEvent,
  type Middleware,
} from 'vscode-languageclient/node';
import { readSettings } from '../settings/read.ts';
import { recipeLanguage, recipeSchemes } from './recipe-language.ts';

export interface LanguageParts {
  /** The program `retort`. */
  readonly program: string;
  readonly log: LogOutputChannel;
  /** Problems of a recipe, whenever it was checked. */
  readonly checked: (recipe: Uri, problems: readonly Diagnostic[]) => void;
  /** Where the explanation of a problem's code opens. */
  readonly explanation: (code: string) => Uri;
  /** The server has ended by itself. Whether it is to be started again. */
  readonly ended: () => boolean;
}

/** A client of the language server, which runs on the editor's own Node.js: only training needs another. */
export function languageClient({ program, log, ...parts }: LanguageParts): LanguageClient {
  return new LanguageClient(
    'retort',
    'Retort',
    { module: program, args: ['language-server'], transport: TransportKind.ipc },
    {
      documentSelector: recipeSchemes.map((scheme) => ({ language: recipeLanguage, scheme })),
      initializationOptions: settings,
      diagnosticCollectionName: 'retort',
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({
          action: parts.ended() ? CloseAction.Restart : CloseAction.DoNotRestart,
          handled: true,
        }),
      },
      initializationFailedHandler: () => false,
      middleware: middleware(parts),
    },
  );
}

/** What the server is told; the locale it is told by the library. */
const settings = () => {
  const { modelFolders, showDefaults } = readSettings();
  return { modelFolders, showDefaults, commands: true };
};

export const sendSettings = (client: LanguageClient): Promise<void> =>
  client.sendNotification(DidChangeConfigurationNotification.type, { settings: { retort: settings() } });

/**
 * Tells the server that files or folders changed. Watching files does not suffice: on Linux the editor misses all that happens in
 * folders made one in another at once, as a workspace's first run is (parcel-bundler/watcher #97).
 */
export const sendChanged = (client: LanguageClient, changed: readonly Uri[]): Promise<void> =>
  client.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: changed.map((uri): FileEvent => ({ uri: uri.toString(), type: FileChangeType.Changed })),
  });

const middleware = ({
  checked,
  explanation,
}: Pick<LanguageParts, 'checked' | 'explanation'>): Middleware => ({
  handleDiagnostics(uri, diagnostics, next) {
    for (const diagnostic of diagnostics) {
      const { code } = diagnostic;
      if (typeof code === 'object') diagnostic.code = { ...code, target: explanation(String(code.value)) };
    }
    checked(uri, diagnostics);
    next(uri, diagnostics);
  },
  async provideCodeLenses(document, token, next) {
    return (await next(document, token))?.map(withUri);
  },
});

/** Our commands take a recipe as the editor's own menus give it. */
function withUri(lens: CodeLens): CodeLens {
  const { command } = lens;
  if (command === undefined || command.command === 'retort.openRun') return lens;
  const [uri] = (command.arguments ?? []) as readonly unknown[];
  if (typeof uri === 'string') lens.command = { ...command, arguments: [Uri.parse(uri, true)] };
  return lens;
}
