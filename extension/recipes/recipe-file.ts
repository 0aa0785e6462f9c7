export const ending = '.distill.yaml';

/** Whether a file is a recipe that a person edits; the copies in runs are not. */
export const isRecipe = ({ scheme, path }: { readonly scheme: string; readonly path: string }): boolean =>
  scheme === 'file' && path.endsWith(ending) && !path.includes('/.retort/');
