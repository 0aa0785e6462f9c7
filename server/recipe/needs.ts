import type { Catalogue } from './catalogue.ts';
import type { Facts, Need } from './facts.ts';
import { absolute, networkOf, sourceOf } from './paths.ts';
import type { Recipe } from './read/recipe.ts';
import { ownSafetensors } from './resolved/weights.ts';

/** The facts that a recipe asks for and that are not there yet; hashes come last, they take longest. */
export function needs(recipe: Recipe, facts: Facts, catalogue: Catalogue): readonly Need[] {
  const wanted = new Map<string, Need>();
  const hashes: Need[] = [];
  for (const entry of recipe.data) {
    const use = sourceOf(entry, facts, catalogue);
    if (use === null) continue;
    const found = facts.sources.get(use.key);
    if (found === undefined) wanted.set(use.key, { kind: 'source', ...use });
    else if (
      found.ok &&
      !facts.hashes.has(use.key) &&
      !hashes.some((need) => 'key' in need && need.key === use.key)
    ) {
      hashes.push({ kind: 'hashes', key: use.key, files: found.value.files });
    }
  }
  for (const model of recipe.models) {
    const given = model.checkpoint === null ? null : absolute(facts, model.checkpoint.value);
    for (const path of [given, ownSafetensors(model, { facts, catalogue })]) {
      if (path !== null && !facts.checkpoints.has(path)) wanted.set(path, { kind: 'checkpoint', path });
    }
    for (const file of Object.values(networkOf(model, facts, catalogue)?.jsonFiles ?? {})) {
      if (!facts.json.has(file)) wanted.set(`json ${file}`, { kind: 'json', path: file });
    }
  }
  return [...wanted.values(), ...hashes];
}
