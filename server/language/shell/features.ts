import { dirname } from 'node:path';
import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CompletionItem,
  type Definition,
  type DefinitionLink,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type InlayHintParams,
  type Location,
  type Range,
  type ReferenceParams,
  type RenameParams,
  type SelectionRange,
  type SelectionRangeParams,
  type SemanticTokens,
  type SymbolInformation,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { codeLenses } from '../hints/code-lenses.ts';
import { codeActions } from '../actions/code-actions.ts';
import { aboutCompletion, completions } from '../completion/completions.ts';
import { wordAt } from '../completion/cursor.ts';
import type { Lookup, Template } from '../completion/lookup.ts';
import { definition } from '../navigation/definition.ts';
import { actionOf, editOf, linkOf, locationOf } from './edits.ts';
import { foldingRanges } from '../navigation/folding.ts';
import { formatting } from '../formatting/formatting.ts';
import { hover as hoverAt } from '../hover/hover.ts';
import { inlayHints } from '../hints/inlay-hints.ts';
import { links } from '../navigation/links.ts';
import type { OpenRecipe } from './open-recipe.ts';
import { references } from '../navigation/references.ts';
import { prepareRename, rename } from '../navigation/rename.ts';
import { selectionRange } from '../navigation/selection.ts';
import { semanticTokens } from '../navigation/semantic-tokens.ts';
import type { Session } from './session.ts';
import { recordOf } from './settings.ts';
import { offsetOf, type Snapshot } from '../snapshot.ts';
import { documentSymbols } from '../navigation/symbols.ts';
import { matching, namedIn } from '../navigation/workspace-symbols.ts';
import { say } from '../../text/say.ts';
import { pathOfUri } from './uris.ts';
import { withoutSnippet } from './without-snippets.ts';

/** What a request is about: an open recipe, and the session it is open in. */
export interface Asked {
  readonly recipe: OpenRecipe;
  readonly session: Session;
}

/** The text that is there now, and an offset in it. */
function at({ recipe }: Asked, { position }: TextDocumentPositionParams): readonly [Snapshot, number] {
  const snapshot = recipe.snapshot();
  return [snapshot, offsetOf(snapshot, position)];
}

const offsetsOf = (snapshot: Snapshot, { start, end }: Range) => ({
  start: offsetOf(snapshot, start),
  end: offsetOf(snapshot, end),
});

const lookup = (asked: Asked): Lookup => ({
  list: (path) => asked.session.list(path),
  templates: () => templates(asked),
});

/** Where our extension is, it lays the data beside the recipe: the program's own folder goes with its next version. */
async function templates({ recipe, session }: Asked): Promise<readonly Template[]> {
  const folder = dirname(recipe.path);
  const { uri } = recipe.document;
  const isSaved = uri.startsWith('file:');
  if (!session.settings.commands || !isSaved) return session.ports.templates(folder, 'bundled');
  const follows = { title: say`Bring its data`, command: 'retort.bringSampleData', arguments: [uri] };
  return (await session.ports.templates(folder, 'beside')).map((template) => ({ ...template, follows }));
}

/** Each says where it was offered: at the beginning of a word, which stays while the rest of it is written. */
export async function completion(
  asked: Asked,
  params: TextDocumentPositionParams,
): Promise<CompletionItem[]> {
  const { session } = asked;
  const [snapshot, offset] = at(asked, params);
  const items = await completions(snapshot, offset, lookup(asked));
  const data = { uri: params.textDocument.uri, offset: wordAt(snapshot.text, offset).start };
  return items.map((item) => {
    const { command, ...shown } = session.client.snippets ? item : withoutSnippet(item);
    return { ...shown, ...(session.settings.commands && command !== undefined ? { command } : {}), data };
  });
}

/** An item with what it is about, as far as the text still offers it. */
export async function explained(session: Session, item: CompletionItem): Promise<CompletionItem> {
  const { uri, offset } = recordOf(item.data);
  const recipe = typeof uri === 'string' ? session.recipe(uri) : undefined;
  if (recipe === undefined || typeof offset !== 'number') return item;
  const { label } = item;
  const look = lookup({ recipe, session });
  const value = await aboutCompletion(recipe.snapshot(), offset, { label, look });
  return value === '' ? item : { ...item, documentation: { kind: 'markdown', value } };
}

export const hover = (asked: Asked, params: TextDocumentPositionParams): Hover | null =>
  hoverAt(...at(asked, params));

export function actions(
  { recipe }: Asked,
  { textDocument: { uri }, range, context }: CodeActionParams,
): CodeAction[] {
  const snapshot = recipe.snapshot();
  const found = codeActions(snapshot, offsetsOf(snapshot, range), context.only);
  return found.map((action) => actionOf(action, { uri, snapshot, shown: context.diagnostics }));
}

export function definitions(asked: Asked, params: TextDocumentPositionParams): Definition | DefinitionLink[] {
  const found = definition(...at(asked, params));
  const { uri } = params.textDocument;
  return asked.session.client.definitionLinks
    ? found.map((one) => linkOf(uri, one))
    : found.map((one) => locationOf(uri, one));
}

export function uses(asked: Asked, params: ReferenceParams): Location[] {
  const [snapshot, offset] = at(asked, params);
  const { uri } = params.textDocument;
  return references(snapshot, offset, params.context.includeDeclaration).map((range) => ({ uri, range }));
}

export const renamable = (asked: Asked, params: TextDocumentPositionParams) =>
  prepareRename(...at(asked, params));

/** A refusal is the answer: editors show it where the new name was typed. */
export function renaming(asked: Asked, params: RenameParams): WorkspaceEdit | ResponseError {
  const done = rename(...at(asked, params), params.newName);
  return 'refusal' in done
    ? new ResponseError(LSPErrorCodes.RequestFailed, done.refusal)
    : editOf(params.textDocument.uri, done.edits);
}

export const laidOut = ({ recipe }: Asked): TextEdit[] => [...formatting(recipe.snapshot())];

export function hints({ recipe, session }: Asked, { range }: InlayHintParams): InlayHint[] {
  const snapshot = recipe.snapshot();
  const { showDefaults: defaults } = session.settings;
  return [...inlayHints(snapshot, offsetsOf(snapshot, range), { defaults })];
}

/** A client without the commands would fail at a click: there the last result stands alone, as a text. */
export async function lenses({ recipe, session }: Asked): Promise<CodeLens[]> {
  const last = await session.lastResult(recipe.path);
  const { uri } = recipe.document;
  return codeLenses(recipe.snapshot(), last?.text ?? null).flatMap((lens) => {
    const { title = '', command = '' } = lens.command ?? {};
    const isLast = command === 'retort.openRun';
    if (!session.settings.commands) return isLast ? [{ ...lens, command: { title, command: '' } }] : [];
    return [{ ...lens, command: { title, command, arguments: [isLast ? last?.run : uri] } }];
  });
}

export const outline = ({ recipe }: Asked): DocumentSymbol[] => [...documentSymbols(recipe.snapshot())];

/** Of open recipes as they are written now, of all others in the open folders as they are on the disk. */
export async function found(
  session: Session,
  query: string,
  token: CancellationToken,
): Promise<SymbolInformation[]> {
  const others = await session.onDisk.symbols({
    folders: session.folders,
    open: new Set(session.recipes.flatMap(({ document }) => pathOfUri(document.uri) ?? [])),
    isCancelled: () => token.isCancellationRequested,
  });
  const open = session.recipes.flatMap((recipe) => namedIn(recipe.document.uri, recipe.snapshot()));
  return [...matching([...open, ...others], query)];
}

export const folds = ({ recipe }: Asked): FoldingRange[] => [...foldingRanges(recipe.snapshot())];

export function selections({ recipe }: Asked, { positions }: SelectionRangeParams): SelectionRange[] {
  const snapshot = recipe.snapshot();
  return positions.map((position) => selectionRange(snapshot, offsetOf(snapshot, position)));
}

export const tokens = ({ recipe }: Asked): SemanticTokens => semanticTokens(recipe.snapshot());

export const documentLinks = ({ recipe }: Asked): DocumentLink[] => [...links(recipe.snapshot())];
