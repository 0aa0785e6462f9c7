import type { Snapshot } from '../snapshot.ts';
import { resolveData, type ResolvedData } from '../../recipe/resolved/data.ts';
import { resolveModels, type AllModels, type ResolvedModel } from '../../recipe/resolved/models.ts';
import type { AllData } from '../../recipe/resolved/data.ts';
import type { Spot } from './spot.ts';

interface World {
  readonly data: AllData;
  readonly models: AllModels;
}

/** By spot, so that what is asked for twice is resolved once. */
const worlds = new WeakMap<Spot, World>();

/** A broken text resolves to nothing; with the marker in its place it is often whole. */
function around(spot: Spot): World {
  const known = worlds.get(spot);
  if (known !== undefined) return known;
  const { snapshot, root, recipe } = spot;
  const { facts, catalogue } = snapshot;
  const context = { text: snapshot.text, root, recipe, facts, catalogue, report: () => undefined };
  const data = resolveData(context);
  const world = { data, models: resolveModels(context, data) };
  worlds.set(spot, world);
  return world;
}

/** A model with its network, as the recipe had it before the word at the cursor or has it now; null if in neither. */
export const modelNamed = (spot: Spot, id: string): ResolvedModel | null =>
  spot.snapshot.resolved?.models.get(id) ?? around(spot).models.get(id) ?? null;

/** A data set with its headers; null where they are not known. */
export const dataNamed = (spot: Spot, id: string): ResolvedData | null =>
  spot.snapshot.resolved?.data.get(id) ?? around(spot).data.get(id) ?? null;

/** A snapshot with the names of a broken text followed all the same: what cards are made from. */
export function mended(spot: Spot): Snapshot {
  const { snapshot, recipe } = spot;
  return snapshot.resolved === null
    ? { ...snapshot, recipe, resolved: { ...around(spot), stages: [] } }
    : snapshot;
}
