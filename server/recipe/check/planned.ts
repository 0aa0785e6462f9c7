import type { Problem, Range } from '../../protocol/problem.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Node } from '../node.ts';
import {
  plannedAugments,
  plannedBackends,
  plannedLosses,
  plannedMetrics,
  plannedNetworks,
  plannedPlaces,
  plannedProjections,
  plannedSources,
} from '../planned.ts';
import { problem } from '../resolved/context.ts';
import { say, translated } from '../../text/say.ts';

/** Words that name something planned, with what they name, by the place where they stand. */
type PlannedWords = readonly (readonly [string, Readonly<Record<string, string>>])[];

const known = new WeakMap<Catalogue, PlannedWords>();

/** Asked for every word that is proposed: worked out once a catalogue. */
function plannedWords(catalogue: Catalogue): PlannedWords {
  const words = known.get(catalogue) ?? plannedOf(catalogue);
  known.set(catalogue, words);
  return words;
}

function plannedOf(catalogue: Catalogue): PlannedWords {
  const without = (planned: Readonly<Record<string, string>>, built: readonly string[]) =>
    Object.fromEntries(Object.entries(planned).filter(([name]) => !built.includes(name)));
  const losses = without(
    plannedLosses,
    catalogue.losses.map(({ name }) => name),
  );
  const projections = without(
    plannedProjections,
    catalogue.projections.map(({ kind }) => kind),
  );
  const networks = without(
    plannedNetworks,
    catalogue.networks.map(({ kind }) => kind),
  );
  const sources = without(
    plannedSources,
    catalogue.sources.map(({ source }) => source),
  );
  const terms = ['stages.*.losses.*', 'stages.*.updates.*.losses.*'];
  return [
    ['backend', plannedBackends],
    ['evaluate.metrics.*', plannedMetrics],
    ['evaluate.select.metric', plannedMetrics],
    ['data.*.source', sources],
    ['data.*.augment.*.kind', plannedAugments],
    ['models.*.network.kind', networks],
    ...terms.flatMap((term) => [
      [`${term}.loss`, losses] as const,
      [`${term}.project`, projections] as const,
      [`${term}.project.kind`, projections] as const,
      [`${term}.pairs.*.project`, projections] as const,
      [`${term}.pairs.*.project.kind`, projections] as const,
    ]),
  ];
}

/** What a word at a path of keys and indices is where this version can't do it yet; null for all else. */
export const plannedWhat = (catalogue: Catalogue, path: readonly string[], word: string): string | null =>
  plannedWords(catalogue).flatMap(([place, planned]) =>
    leads(place, path) && Object.hasOwn(planned, word) ? (planned[word] ?? []) : [],
  )[0] ?? null;

/** What a key at a path is where this version can't do it yet; null for all else. */
export const plannedKey = (path: readonly string[]): string | null =>
  plannedPlaces.find(({ place, moreThan }) => moreThan === undefined && leads(place, path))?.what ?? null;

function leads(place: string, path: readonly string[]): boolean {
  const steps = place.split('.');
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === path[index]);
}

/** Everything that a recipe may say and this version can't do, where it says it. */
export function checkPlanned(root: Node, catalogue: Catalogue): readonly Problem[] {
  const places = plannedPlaces.flatMap(({ place, moreThan, what }) =>
    found(root, place.split('.'))
      .filter(({ node }) => moreThan === undefined || (node.kind === 'list' && node.items.length > moreThan))
      .map(({ range }) => notYet(lowerCase(translated(what)), range)),
  );
  const words = plannedWords(catalogue).flatMap(([place, planned]) =>
    found(root, place.split('.')).flatMap(({ node }) => {
      const word = node.kind === 'scalar' ? String(node.value) : '';
      const what = Object.hasOwn(planned, word) ? planned[word] : undefined;
      return what === undefined ? [] : [notYet(say`${word} (${translated(what)})`, node.range)];
    }),
  );
  return [...places, ...words];
}

const lowerCase = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const notYet = (what: string, range: Range): Problem =>
  problem(
    'not-in-this-version',
    say`Not in this version: ${what}. The recipe is understood and can't run yet.`,
    range,
  );

interface Found {
  readonly node: Node;
  /** The key of a map's entry, the whole of a list's. */
  readonly range: Range;
}

function found(root: Node, path: readonly string[]): readonly Found[] {
  let reached: readonly Found[] = [{ node: root, range: root.range }];
  for (const step of path) {
    reached = reached.flatMap(({ node }) => {
      if (node.kind === 'list') {
        return step === '*' ? node.items.map((item) => ({ node: item, range: item.range })) : [];
      }
      if (node.kind === 'scalar') return [];
      return node.entries
        .filter(({ key }) => step === '*' || key === step)
        .map(({ keyRange, value }) => ({ node: value, range: keyRange }));
    });
  }
  return reached;
}
