import { textOf, type Located } from '../read/located.ts';
import { modelOfTap } from '../resolved/uses.ts';
import type { Reference } from '../schema/words.ts';
import type { Visit } from './visits.ts';

/** A word that names something by what the schema says of its place: a value, or a key of a map. */
export interface Naming {
  readonly to: Reference;
  readonly word: Located<string>;
}

/** Words of a place that name something: the value itself, the keys of a map that aren't new names. */
export function namings({ node, rule }: Visit): readonly Naming[] {
  const to = rule?.to;
  if (to === undefined) return [];
  if (node.kind === 'map')
    return node.entries.map(({ key, keyRange }) => ({ to, word: { value: key, range: keyRange } }));
  const word = textOf(node);
  return word === null ? [] : [{ to, word }];
}

/** A name in a word: `big`, and `stage.2`, of `big/stage.2`. */
export interface NamePart {
  readonly kind: 'model' | 'data' | 'stage' | 'term' | 'tap' | 'head' | 'field';
  readonly id: string;
  /** Where in the word it begins. */
  readonly from: number;
}

/** The names in a word; none in one that names nothing of a recipe: a path, a loss, a projection. */
export function namesIn(to: Reference, word: string, isModel: (id: string) => boolean): readonly NamePart[] {
  const slash = word.indexOf('/');
  const before = slash < 0 ? word : word.slice(0, slash);
  switch (to) {
    case 'model':
    case 'data':
    case 'head':
    case 'field':
      return [{ kind: to, id: word, from: 0 }];
    case 'target':
      return [{ kind: 'model', id: before, from: 0 }];
    case 'term': {
      if (slash < 0) return [];
      const [id = ''] = word.slice(slash + 1).split('.');
      return [
        { kind: 'stage', id: before, from: 0 },
        { kind: 'term', id, from: slash + 1 },
      ];
    }
    case 'tap': {
      const model = modelOfTap(word, isModel);
      return model === null
        ? [{ kind: 'tap', id: word, from: 0 }]
        : [
            { kind: 'model', id: model, from: 0 },
            { kind: 'tap', id: word.slice(slash + 1), from: slash + 1 },
          ];
    }
    case 'path':
    case 'loss':
    case 'projection':
      return [];
  }
}
