import {
  CodeLensRefreshRequest,
  DidChangeWatchedFilesNotification,
  InlayHintRefreshRequest,
  type Connection,
} from 'vscode-languageserver/node';
import type { Client } from './client.ts';
import type { LanguagePorts } from './ports.ts';
import type { Session } from './session.ts';
import type { LanguageSettings } from './settings.ts';

/** Loads all that knows about recipes, and tells the client what it finds. */
export async function openSession(
  connection: Connection,
  client: Client,
  settings: LanguageSettings,
  ports: LanguagePorts,
): Promise<Session> {
  const [{ Session }, { diagnostics }, { warm }] = await Promise.all([
    import('./session.ts'),
    import('./diagnostics.ts'),
    import('./warm.ts'),
  ]);
  const failed = (error: unknown): void =>
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  let warmth: Promise<void> | null = null;
  return new Session(client, settings, ports, {
    show(recipe) {
      warmth ??= warm(recipe).catch(failed);
      const { uri, version } = recipe.document;
      const found = diagnostics(recipe.snapshot(), uri, ports.page);
      void connection.sendDiagnostics({ uri, version, diagnostics: [...found] });
    },
    hide: (uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }),
    watch: (watchers) => connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }),
    lenses() {
      if (client.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(failed);
    },
    hints() {
      if (client.refreshesHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(failed);
    },
    failed,
  });
}
