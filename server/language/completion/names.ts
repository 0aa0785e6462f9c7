import { valueOf } from '../../recipe/node.ts';
import { namedEntries, textsOf } from '../../recipe/read/located.ts';
import type { Recipe } from '../../recipe/read/recipe.ts';
import { unique } from '../../recipe/resolved/uses.ts';
import { marker } from './cursor.ts';
import type { Spot } from './spot.ts';
import { modelNamed } from './world.ts';

/** Names that a reference can mean, as they are written. Taps and paths have more to them: taps.ts, files.ts. */
export function namesOf(to: string, spot: Spot): readonly string[] {
  switch (to) {
    case 'model':
    case 'target':
      return ids(spot.recipe.models);
    case 'data':
      return ids(spot.recipe.data);
    case 'term':
      return sweepable(spot);
    case 'head':
      return heads(spot);
    default:
      return [];
  }
}

const ids = (entries: Recipe['models'] | Recipe['data']): readonly string[] =>
  entries.map(({ id }) => id.value).filter((id) => id !== marker);

/** Names that can be a key of the map that is being written, where the writer doesn't choose them. */
export function namesAsKeys(to: string | undefined, spot: Spot): readonly string[] {
  if (to !== undefined) return namesOf(to, spot);
  const [section, , key, inner] = spot.path;
  if (section !== 'models') return [];
  if (key === 'inputs') return Object.keys(ownModel(spot)?.inputs ?? {});
  return key === 'init' && inner === 'blocks' ? blockNumbers(spot) : [];
}

/** The entry of `models:` that is being written. */
export const ownModel = (spot: Spot) => modelNamed(spot, spot.path[1] ?? '');

/** Numbers of blocks by the names of variables: 1, 2 of `block.1/kernel`, `block.2/kernel`. */
function blockNumbers(spot: Spot): readonly string[] {
  const names = ownModel(spot)?.network.parameters.map(({ name }) => name) ?? [];
  return unique(names.flatMap((name) => /\.(\d+)(?=[./])/.exec(name)?.[1] ?? []));
}

/** `stage/term.key` of all that a term can state. */
const sweepable = ({ recipe, snapshot }: Spot): readonly string[] =>
  recipe.stages.flatMap((stage) =>
    stage.updates.flatMap(({ terms }) =>
      terms.flatMap(({ id, loss }) => {
        const descriptor = snapshot.catalogue.losses.find(({ name }) => name === loss.value);
        const keys = ['weight', ...Object.keys(descriptor?.parameters.properties ?? {})];
        return keys.map((key) => `${stage.name.value}/${id.value}.${key}`);
      }),
    ),
  );

/** Of all models, those that exits bring along too. */
const heads = ({ root }: Spot): readonly string[] =>
  unique(
    namedEntries(valueOf(root, 'models')).flatMap(({ value }) => [
      ...namedEntries(valueOf(value, 'heads')).map(({ id }) => id.value),
      ...(textsOf(valueOf(value, 'exits')) ?? []).map((_, index) => `exit.${index + 1}`),
    ]),
  );
