import type { ResolvedModel } from '../../recipe/resolved/models.ts';
import { matches } from '../../recipe/resolved/glob.ts';
import { dataCard, modelCard, partCard } from '../hover/cards.ts';
import type { Spot } from './spot.ts';
import { mended } from './world.ts';

/** What hover tells of a name that a reference can mean; null where it tells nothing. */
export function cardOf(to: string | undefined, name: string, spot: Spot): string | null {
  switch (to) {
    case 'model':
      return modelCard(mended(spot), name);
    case 'data':
      return dataCard(mended(spot), name);
    default:
      return null;
  }
}

/** What hover tells of a part of a model that trains; `pattern` is of its variables. */
export function aboutPart(model: ResolvedModel, pattern: string, spot: Spot): string {
  const trained = model.network.parameters.filter(({ name }) => matches(pattern, name));
  return partCard(mended(spot), model, trained.length);
}
