export const ending = '.distill.yaml';

/** Where recipes of other projects lie, and copies of recipes in runs. */
export const elsewhere = ['node_modules', '.retort', '.git', 'site-packages', '.venv', 'dist', 'out'];

/** Whether a file is a recipe that a person edits; the copies in runs are not. */
export const isRecipe = ({ scheme, path }: { readonly scheme: string; readonly path: string }): boolean =>
  scheme === 'file' && path.endsWith(ending) && !path.includes('/.retort/');

/** Whether the list looks where a file lies; `path` is relative to the open folder, with `/`. */
export const isListed = (path: string): boolean =>
  !path
    .split('/')
    .slice(0, -1)
    .some((folder) => elsewhere.includes(folder));
