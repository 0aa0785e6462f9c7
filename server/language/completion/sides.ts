import { valueOf, type Node } from '../../recipe/node.ts';
import { textsOf } from '../../recipe/read/located.ts';
import type { ResolvedModel } from '../../recipe/resolved/models.ts';
import type { Spot } from './spot.ts';
import { modelNamed } from './world.ts';

/** Who is compared at a place of a stage. */
export interface Sides {
  readonly students: readonly ResolvedModel[];
  readonly teachers: readonly ResolvedModel[];
  /** The term that compares them; undefined where it isn't written yet. */
  readonly term: Node | undefined;
}

/** By what the stage, its update and the term say; a stage that names no teacher could have any other model. */
export function sidesAt(spot: Spot): Sides {
  const { path, steps, recipe } = spot;
  const stage = steps[2]?.node;
  const losses = path.indexOf('losses');
  const update = path[2] === 'updates' ? steps[4]?.node : stage;
  const term = losses < 0 ? undefined : steps[losses + 2]?.node;
  const students = modelsIn(valueOf(update, 'train'));
  const named = modelsIn(
    valueOf(term, 'teachers') ?? valueOf(update, 'teachers') ?? valueOf(stage, 'teachers'),
  );
  const others = recipe.models.map(({ id }) => id.value).filter((id) => !students.includes(id));
  return {
    students: students.flatMap((id) => modelNamed(spot, id) ?? []),
    teachers: (named.length > 0 ? named : others).flatMap((id) => modelNamed(spot, id) ?? []),
    term,
  };
}

/** Models of `small`, `small/block.1/**` or a list of such. */
const modelsIn = (node: Node | undefined): readonly string[] =>
  (textsOf(node) ?? []).map(({ value }) => value.replace(/\/.*$/s, ''));
