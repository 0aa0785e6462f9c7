import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import type { Snapshot } from '../snapshot.ts';
import { documentSymbols } from './symbols.ts';

/** All that a recipe names, as a workspace lists it. */
export const namedIn = (uri: string, snapshot: Snapshot): readonly SymbolInformation[] =>
  documentSymbols(snapshot)
    .flatMap(({ name, children = [] }) => inside(children, name))
    .map(({ name, kind, selectionRange: range, container: containerName }) => ({
      name,
      kind,
      location: { uri, range },
      containerName,
    }));

const inside = (
  found: readonly DocumentSymbol[],
  container: string,
): readonly (DocumentSymbol & { readonly container: string })[] =>
  found.flatMap((symbol) => [{ ...symbol, container }, ...inside(symbol.children ?? [], symbol.name)]);

/** Those in whose names a query's letters are, in their order. */
export const matching = (
  symbols: readonly SymbolInformation[],
  query: string,
): readonly SymbolInformation[] =>
  symbols.filter(({ name }) => isIn(query.toLowerCase(), name.toLowerCase()));

function isIn(query: string, name: string): boolean {
  let found = 0;
  for (const letter of name) if (letter === query.charAt(found)) found += 1;
  return found >= query.length;
}
