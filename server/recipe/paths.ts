import { dirname, join, resolve } from 'node:path';
import type { Catalogue } from './catalogue.ts';
import type { Facts } from './facts.ts';
import { toJson, valueOf, type Node } from './node.ts';
import type { DataEntry } from './read/data.ts';
import type { ModelEntry } from './read/models.ts';

/** Absolute path of one that a recipe names: relative to the recipe's folder. */
export const absolute = (facts: Facts, path: string): string => resolve(dirname(facts.recipePath), path);

/** Some keys of a map as JSON, those that name files made absolute. */
function configOf(
  node: Node | null,
  keys: Iterable<string>,
  { paths, facts }: { readonly paths: readonly string[]; readonly facts: Facts },
): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const key of keys) {
    const value = valueOf(node ?? undefined, key);
    if (value === undefined) continue;
    const json = toJson(value);
    config[key] = paths.includes(key) && typeof json === 'string' ? absolute(facts, json) : json;
  }
  return config;
}

export interface SourceUse {
  readonly source: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Equal for data sets that read the same files the same way. */
  readonly key: string;
}

/** The source of a data set with its config, or null when this version has no such source. */
export function sourceOf(entry: DataEntry, facts: Facts, catalogue: Catalogue): SourceUse | null {
  const descriptor = catalogue.sources.find(({ source }) => source === entry.source?.value);
  if (descriptor === undefined) return null;
  const keys = Object.keys(descriptor.config.properties);
  const config = configOf(entry.node, keys, { paths: Object.keys(descriptor.paths), facts });
  return { source: descriptor.source, config, key: JSON.stringify([descriptor.source, config]) };
}

export interface NetworkUse {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Side files by config key, absolute. */
  readonly jsonFiles: Readonly<Record<string, string>>;
}

/** The network of a model with its config, or null when this version has no such network. */
export function networkOf(entry: ModelEntry, facts: Facts, catalogue: Catalogue): NetworkUse | null {
  const descriptor = catalogue.networks.find(({ kind }) => kind === entry.kind?.value);
  if (descriptor === undefined) return null;
  const jsonFiles = Object.entries(descriptor.jsonFiles ?? {});
  const config = configOf(entry.network, Object.keys(descriptor.config.properties), {
    paths: jsonFiles.map(([key]) => key),
    facts,
  });
  const files = jsonFiles.flatMap(([key, inside]): [string, string][] => {
    const path = config[key];
    return typeof path === 'string' ? [[key, inside === null ? path : join(path, inside)]] : [];
  });
  return { kind: descriptor.kind, config, jsonFiles: Object.fromEntries(files) };
}
