import { dirname, relative } from 'node:path';
import type { AugmentPlan, DataPlan, FilePlan } from '../../distill/plan.ts';
import { defaults } from '../defaults.ts';
import { toJson, valueOf, type Node } from '../node.ts';
import { numberOf } from '../read/located.ts';
import type { Context } from '../resolved/context.ts';
import type { ResolvedData } from '../resolved/data.ts';
import { hashOf } from './canonical.ts';

/** Undefined only while the hashes of its files are not known. */
export function dataPlan(data: ResolvedData, { facts, catalogue }: Context): DataPlan | undefined {
  const hashes = facts.hashes.get(data.use.key);
  if (hashes?.ok !== true) return undefined;
  const { entry, use } = data;
  const paths = Object.keys(catalogue.sources.find(({ source }) => source === use.source)?.paths ?? {});
  return {
    source: use.source,
    config: use.config,
    files: hashes.value,
    key: contentKey(use, paths, hashes.value),
    skip: data.skip,
    take: data.size,
    labelled: data.labelled,
    classes: data.facts.classes,
    fields: data.facts.fields,
    augment: entry.augment.flatMap(({ kind, node }) => augmentPlan(kind.value, node) ?? []),
    normalize: normalizePlan(entry.normalize, data.facts.fields.image?.shape.at(-1) ?? 1),
  };
}

/** The same content under another path is the same data; names inside stay, they are the classes of a folder. */
function contentKey(use: ResolvedData['use'], paths: readonly string[], files: readonly FilePlan[]): string {
  const settings = Object.entries(use.config).filter(([key]) => !paths.includes(key));
  const folder = files.map(({ path }) => dirname(path)).reduce(commonFolder);
  return hashOf([
    use.source,
    Object.fromEntries(settings),
    files.map(({ path, sha256 }) => [relative(folder, path), sha256]),
  ]);
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (b !== folder && !b.startsWith(folder.endsWith('/') ? folder : `${folder}/`)) {
    const up = dirname(folder);
    if (up === folder) break;
    folder = up;
  }
  return folder;
}

function augmentPlan(kind: string, node: Node): AugmentPlan | null {
  const number = (key: string, fallback: number) => numberOf(valueOf(node, key))?.value ?? fallback;
  if (kind === 'pad-crop') return { kind, pad: number('pad', 1) };
  return kind === 'flip' ? { kind, probability: number('probability', defaults.flipProbability) } : null;
}

function normalizePlan(node: Node | null, channels: number): DataPlan['normalize'] {
  if (node === null) return null;
  const perChannel = (key: string): readonly number[] => {
    const value = valueOf(node, key);
    const json = value === undefined ? 0 : toJson(value);
    const numbers = Array.isArray(json) ? json : Array.from({ length: channels }, () => json);
    return numbers.filter((number) => typeof number === 'number');
  };
  return { mean: perChannel('mean'), deviation: perChannel('deviation') };
}
