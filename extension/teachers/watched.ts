/** Files that make a model, or make another of it. A description of weights comes as `config.json`. */
export const modelPattern = '**/{*.safetensors,*model.json,config.json}';

/** What runs made: the only models in hidden folders that a search finds. */
const madeByRuns = /(^|\/)\.retort\/runs\/[^./][^/]*\/models\//;
const passedOver = /(^|\/)(\.[^/]*|node_modules|__pycache__)\//;

/**
 * Whether a search for models would look at a file; `path` is relative to the open folder, with `/`. Checkpoints of a run
 * that trains come every few moments, and packages by the thousand: neither is worth a search.
 */
export const isSearched = (path: string): boolean => !passedOver.test(path.replace(madeByRuns, '$1'));
