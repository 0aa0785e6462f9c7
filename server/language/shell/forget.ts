import { dirname, sep } from 'node:path';
import type { Facts } from '../../recipe/facts.ts';

/** Facts without those that changed files may have made untrue; the same object where there are none. */
export function forget(facts: Facts, changed: readonly string[]): Facts {
  const touched = (paths: readonly string[]): boolean =>
    paths.some((path) => changed.some((other) => related(path, other)));
  const without = <T>(known: ReadonlyMap<string, T>, pathsOf: (key: string) => readonly string[]) =>
    new Map([...known].filter(([key]) => !touched(pathsOf(key))));
  const kept: Facts = {
    ...facts,
    sources: without(facts.sources, pathsOfSource),
    hashes: without(facts.hashes, pathsOfSource),
    checkpoints: without(facts.checkpoints, (path) => [path]),
    json: without(facts.json, pathsOfJson),
  };
  return sizeOf(kept) === sizeOf(facts) ? facts : kept;
}

/** Files and folders that facts are about. */
export const subjects = (facts: Facts): readonly string[] => [
  ...new Set([
    ...[...facts.sources.keys()].flatMap(pathsOfSource),
    ...facts.checkpoints.keys(),
    ...[...facts.json.keys()].flatMap(pathsOfJson),
  ]),
];

const related = (path: string, other: string): boolean =>
  path === other || path.startsWith(other + sep) || other.startsWith(path + sep);

/** Weights of a network lie beside its description. */
const pathsOfJson = (path: string): readonly string[] => [dirname(path)];

/** A source's key is what it was asked with: its texts, of which some are paths. */
function pathsOfSource(key: string): readonly string[] {
  const [, config] = JSON.parse(key) as [string, Readonly<Record<string, unknown>>];
  return Object.values(config).filter((value): value is string => typeof value === 'string');
}

const sizeOf = ({ sources, hashes, checkpoints, json }: Facts): number =>
  sources.size + hashes.size + checkpoints.size + json.size;
