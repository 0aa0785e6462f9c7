import { isMap, isScalar, parseDocument } from 'yaml';

/** What of a recipe matters to one who puts a model into it. */
export interface RecipeOutline {
  readonly models: readonly RecipeModel[];
  readonly data: readonly string[];
}

export interface RecipeModel {
  readonly id: string;
  /** As the recipe says them; null where it doesn't. */
  readonly checkpoint: string | null;
  readonly path: string | null;
}

/** The names in a recipe, as far as it can be read. */
export function outlineOf(text: string): RecipeOutline {
  const { contents } = parseDocument(text);
  const keys = (name: string): readonly string[] => {
    const map = isMap(contents) ? contents.get(name, true) : undefined;
    if (!isMap(map)) return [];
    return map.items.flatMap(({ key }) =>
      isScalar(key) && typeof key.value === 'string' ? [key.value] : [],
    );
  };
  const textAt = (...path: readonly string[]): string | null => {
    const value: unknown = isMap(contents) ? contents.getIn(path) : undefined;
    return typeof value === 'string' ? value : null;
  };
  return {
    models: keys('models').map((id) => ({
      id,
      checkpoint: textAt('models', id, 'checkpoint'),
      path: textAt('models', id, 'network', 'path'),
    })),
    data: keys('data'),
  };
}
