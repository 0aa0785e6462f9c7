import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentLink } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import type { Node } from '../../recipe/node.ts';
import { absolute, networkOf, sourceOf } from '../../recipe/paths.ts';
import type { DataEntry } from '../../recipe/read/data.ts';
import { textAt, type Located } from '../../recipe/read/located.ts';
import type { ModelEntry } from '../../recipe/read/models.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** A path of a recipe and the file that it means. */
export interface FileLink {
  readonly range: Range;
  readonly uri: string;
}

/** Paths that lead to a file or folder, as links. */
export const links = (snapshot: Snapshot): readonly DocumentLink[] =>
  fileLinks(snapshot).map(({ range, uri }) => ({ range: rangeOf(snapshot, range), target: uri }));

/** Only what was found when facts were gathered has a link: that is what may be read, and is there. */
export function fileLinks(snapshot: Snapshot): readonly FileLink[] {
  const { recipe, text } = snapshot;
  const found = [
    ...recipe.data.flatMap((entry) => ofData(entry, snapshot)),
    ...recipe.models.flatMap((entry) => [
      ...ofCheckpoint(entry.checkpoint, snapshot),
      ...ofNetwork(entry, snapshot),
    ]),
  ];
  const byPlace = new Map(found.map((link) => [link.range.start, link]));
  return [...byPlace.values()].filter(({ range }) => range.end <= text.length);
}

/** `path: mnist/train` means files that begin so: the first of them, the images. A folder means itself. */
function ofData(entry: DataEntry, { facts, catalogue }: Snapshot): readonly FileLink[] {
  const use = sourceOf(entry, facts, catalogue);
  const fact = use === null ? undefined : facts.sources.get(use.key);
  const descriptor = catalogue.sources.find(({ source }) => source === use?.source);
  if (fact?.ok !== true || descriptor === undefined) return [];
  return located(entry.node, Object.keys(descriptor.paths)).flatMap(({ value, range }) => {
    const path = absolute(facts, value);
    const file = fact.value.files.find((name) => name.startsWith(path));
    if (file === undefined) return fact.value.files.slice(0, 1).map((name) => link(range, name));
    return [link(range, file.startsWith(path + sep) ? path : file)];
  });
}

function ofCheckpoint(path: Located<string> | null, { facts }: Snapshot): readonly FileLink[] {
  if (path === null) return [];
  const file = absolute(facts, path.value);
  const fact = facts.checkpoints.get(file);
  return fact?.ok === true && fact.value !== null ? [link(path.range, file)] : [];
}

/** The side file that describes a network, in the folder that the recipe names where it names one. */
function ofNetwork(entry: ModelEntry, { facts, catalogue }: Snapshot): readonly FileLink[] {
  const files = networkOf(entry, facts, catalogue)?.jsonFiles ?? {};
  return located(entry.network, Object.keys(files)).flatMap(({ key, range }) => {
    const file = files[key];
    return file !== undefined && facts.json.get(file)?.ok === true ? [link(range, file)] : [];
  });
}

const located = (node: Node | null, keys: readonly string[]) =>
  keys.flatMap((key) => {
    const text = textAt(node ?? undefined, key);
    return text === null ? [] : [{ key, ...text }];
  });

const link = (range: Range, path: string): FileLink => ({ range, uri: pathToFileURL(path).href });
