import { dirname, isAbsolute, relative, sep } from 'node:path';
import { isMap, parseDocument, visit } from 'yaml';
import type { ModelFile } from '../../server/protocol/training.ts';
import { changed, setEntry } from './edit.ts';

/** A recipe's text in which `models.<id>` is the model of that file; null where the text can't be edited. */
export function withModel(
  text: string,
  id: string,
  {
    recipe,
    file,
  }: { readonly recipe: string; readonly file: Pick<ModelFile, 'path' | 'format' | 'network'> },
): string | null {
  const folder = dirname(recipe);
  const network = file.network === null ? null : networkFrom(folder, file.network);
  const entries: [readonly string[], string][] =
    file.format === 'safetensors'
      ? [
          ...(network === null ? [] : ([[['models', id, 'network'], network]] as [string[], string][])),
          [['models', id, 'checkpoint'], quoted(relativePath(folder, file.path))],
        ]
      : // Its weights come with it: a checkpoint of another model would take their place.
        [[['models', id], `{ network: ${network ?? '{}'} }`]];
  return entries.reduce<string | null>((current, [path, value]) => {
    const change = current === null ? null : setEntry(current, path, value);
    return current === null || change === null ? null : changed(current, change);
  }, text);
}

/** A network as flow text with its paths seen from a folder. */
export function networkFrom(folder: string, network: string): string {
  const document = parseDocument(network);
  visit(document, {
    Pair(_, pair) {
      if (isTextPair(pair) && isAbsolute(pair.value.value))
        pair.value.value = relativePath(folder, pair.value.value);
    },
  });
  if (isMap(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0 }).trim();
}

const isTextPair = (pair: { value: unknown }): pair is { value: { value: string } } =>
  typeof pair.value === 'object' &&
  pair.value !== null &&
  'value' in pair.value &&
  typeof pair.value.value === 'string';

/** With `/`, as recipes write paths; absolute where there is no way from here to there. */
const relativePath = (folder: string, path: string): string => {
  const way = relative(folder, path);
  return isAbsolute(way) ? path : way.split(sep).join('/');
};

/** JSON strings are YAML whatever is in them. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : JSON.stringify(path));
