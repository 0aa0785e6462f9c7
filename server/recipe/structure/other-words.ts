/** What other toolkits and habit call keys of recipes, as `plain` writes words. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  data: ['dataset', 'datasets', 'dataloader', 'inputs'],
  models: ['networks', 'nets'],
  stages: ['training', 'phases', 'schedule'],
  evaluate: ['eval', 'evaluation', 'validation', 'validate'],
  seeds: ['randomseed', 'randomstate'],
  backend: ['device', 'accelerator'],
  source: ['type', 'format', 'kind'],
  path: ['dir', 'folder', 'directory', 'root', 'file'],
  skip: ['offset', 'start'],
  take: ['limit', 'samples', 'size', 'count', 'subset'],
  deviation: ['std', 'stddev', 'sigma'],
  network: ['model', 'net', 'arch', 'architecture', 'backbone'],
  kind: ['type', 'name', 'class', 'arch', 'algorithm', 'method'],
  hidden: ['hiddensizes', 'hiddensize', 'units', 'widths'],
  checkpoint: ['weights', 'ckpt', 'pretrained', 'resume'],
  classes: ['numclasses', 'nclasses', 'labels'],
  train: ['student', 'model', 'students', 'net', 'network'],
  teachers: ['teachermodel', 'teachermodels', 'teachernet'],
  batch: ['batchsize', 'bs', 'minibatch', 'batches'],
  accumulate: ['gradaccum', 'gradientaccumulation', 'accumulationsteps', 'gradaccumulationsteps'],
  clip: ['gradclip', 'clipnorm', 'clipgradnorm', 'maxnorm', 'maxgradnorm', 'gradientclip'],
  optimizer: ['optim', 'opt'],
  losses: ['loss', 'criterion', 'criteria', 'objective', 'objectives', 'terms', 'lossfn'],
  loss: ['kind', 'type', 'name', 'criterion', 'lossfn', 'term', 'method'],
  earlyStop: ['earlystopping', 'stopearly'],
  rate: ['lr', 'learningrate', 'stepsize', 'baselr'],
  decay: ['weightdecay', 'wd', 'l2'],
  epsilon: ['eps'],
  weight: ['alpha', 'lambda', 'coefficient', 'coef', 'lossweight', 'factor', 'scale'],
  temperature: ['t', 'temp', 'tau'],
  labelSmoothing: ['smoothing'],
  pairs: ['layers', 'taps', 'layerpairs', 'hints'],
  project: ['projection', 'projector', 'adapter', 'regressor'],
  select: ['monitor', 'selection'],
  keep: ['savetotallimit', 'savetopk'],
  every: ['interval', 'frequency', 'period'],
};

/** Words for a number of epochs or steps that stand where a length does. */
const units: Readonly<Record<string, 'epoch' | 'step'>> = {
  epoch: 'epoch',
  epochs: 'epoch',
  numepochs: 'epoch',
  nepochs: 'epoch',
  maxepochs: 'epoch',
  numtrainepochs: 'epoch',
  step: 'step',
  steps: 'step',
  numsteps: 'step',
  maxsteps: 'step',
  iterations: 'step',
  iters: 'step',
  maxiter: 'step',
};

/** `batch_size`, `batch-size` and `batchSize` are one word. */
const plain = (word: string): string => word.toLowerCase().replace(/[-_\s]/gu, '');

/** Of some keys those that a word means elsewhere: `rate` for `lr`. */
export const meantBy = (word: string, keys: readonly string[]): readonly string[] => {
  const written = plain(word);
  const same = keys.filter((key) => plain(key) === written);
  return same.length > 0
    ? same
    : keys.filter((key) => Object.hasOwn(otherWords, key) && otherWords[key]?.includes(written) === true);
};

/** The unit that a key counts in, for keys such as `epochs: 20`. */
export function unitOf(word: string): 'epoch' | 'step' | null {
  const written = plain(word);
  return Object.hasOwn(units, written) ? (units[written] ?? null) : null;
}
