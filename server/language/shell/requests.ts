import type { Connection, TextDocumentIdentifier } from 'vscode-languageserver/node';
import { answering } from './answer.ts';
import type { Asked } from './features.ts';
import type { Session } from './session.ts';

type Features = typeof import('./features.ts');

/** Answers all requests about recipes, and each with nothing for what is no open recipe. */
export function answerRequests(
  connection: Connection,
  started: Promise<Session>,
  failed: (error: unknown) => void,
): void {
  const loaded = started.then(async (session) => ({ session, features: await import('./features.ts') }));
  const safely = answering(loaded, failed);
  const on = <P extends { readonly textDocument: TextDocumentIdentifier }, R>(
    nothing: R,
    work: (features: Features, asked: Asked, params: P) => R | Promise<R>,
  ) =>
    safely<P, R>(nothing, ({ session, features }, params) => {
      const recipe = session.recipe(params.textDocument.uri);
      return recipe === undefined ? nothing : work(features, { recipe, session }, params);
    });
  connection.onCompletion(on([], ({ completion }, asked, params) => completion(asked, params)));
  // A client that asked for more about an item keeps what it had.
  connection.onCompletionResolve((item, token) =>
    safely(item, ({ session, features }, asked: typeof item) => features.explained(session, asked))(
      item,
      token,
    ),
  );
  connection.onHover(on(null, ({ hover }, asked, params) => hover(asked, params)));
  connection.onCodeAction(on([], ({ actions }, asked, params) => actions(asked, params)));
  connection.onDefinition(on([], ({ definitions }, asked, params) => definitions(asked, params)));
  connection.onReferences(on([], ({ uses }, asked, params) => uses(asked, params)));
  connection.onPrepareRename(on(null, ({ renamable }, asked, params) => renamable(asked, params)));
  connection.onRenameRequest(on(null, ({ renaming }, asked, params) => renaming(asked, params)));
  connection.onDocumentFormatting(on([], ({ laidOut }, asked) => laidOut(asked)));
  connection.onCodeLens(on([], ({ lenses }, asked) => lenses(asked)));
  connection.languages.inlayHint.on(on([], ({ hints }, asked, params) => hints(asked, params)));
  connection.onDocumentSymbol(on([], ({ outline }, asked) => outline(asked)));
  connection.onWorkspaceSymbol(
    safely([], ({ session, features }, { query }, token) => features.found(session, query, token)),
  );
  connection.onFoldingRanges(on([], ({ folds }, asked) => folds(asked)));
  connection.onSelectionRanges(on([], ({ selections }, asked, params) => selections(asked, params)));
  connection.languages.semanticTokens.on(on({ data: [] }, ({ tokens }, asked) => tokens(asked)));
  connection.onDocumentLinks(on([], ({ documentLinks }, asked) => documentLinks(asked)));
}
