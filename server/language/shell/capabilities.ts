import { TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver/node';
import { semanticLegend } from '../navigation/semantic-legend.ts';

/** After these something new can be written: a value, an entry, a path's next part, an anchor's name. */
const completionSigns = [' ', ':', '[', '{', ',', '/', '*'];

/** What requests.ts answers. */
export const capabilities = (): ServerCapabilities => ({
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: completionSigns, resolveProvider: true },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.retort'] },
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentFormattingProvider: true,
  codeLensProvider: {},
  inlayHintProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: semanticLegend, full: true },
  documentLinkProvider: {},
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
});
