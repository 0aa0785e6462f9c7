/**
 * What a recipe may already say and this version can't do yet. Each is accepted by the schema and reported as
 * `not-in-this-version` at its place. Deleting a line is all it takes once the thing is built; parameters of planned
 * losses, networks and sources are not checked before.
 */

/** Losses by the name that a term says (`loss:`), with what they are. */
export const plannedLosses: Readonly<Record<string, string>> = {
  dkd: 'decoupled KD',
  pkd: 'patient KD on normalised states',
  cosine: 'cosine between hidden states (DistilBERT)',
  mlm: 'masked language modelling with the hard token',
  lm: 'next-token cross-entropy with the hard token',
  'hard-mse': 'squared error to a regression label',
  minilm: 'attention and value relations of the last block',
  minilmv2: 'query, key and value relations',
  'attention-scores': 'attention scores before softmax (TinyBERT)',
  'hidden-states': 'masked squared error of hidden states (TinyBERT)',
  nst: 'neuron selectivity transfer',
  mmd: 'Gram matrices of tokens (TextBrewer)',
  fsp: 'flow of the solution procedure',
  'rkd-distance': 'relational KD, distances',
  'rkd-angle': 'relational KD, angles',
  sp: 'similarity-preserving KD',
  cc: 'correlation congruence',
  'cc-repdistiller': 'products of adjacent samples (RepDistiller)',
  crd: 'contrastive representation distillation',
  pkt: 'probabilistic knowledge transfer',
  vid: 'variational information distillation',
  ab: 'activation boundaries',
  ft: 'factor transfer',
  dml: 'deep mutual learning',
  one: 'on-the-fly native ensemble',
  'byot-feature': 'masked feature distance of early exits',
  adversarial: 'fool a discriminator',
  discriminator: 'tell student from teacher',
  kdgan: 'three-player distillation',
  afd: 'adversarial feature maps, online',
  lsp: 'local structure of a graph',
  glnn: 'soft labels of a graph network',
  dafl: 'generator without data: one-hot, entropy and activation',
  'deep-inversion': 'batch-norm statistics and image prior',
  disagreement: 'difference of student and teacher for a generator',
  dfad: 'absolute difference of logits',
  lwf: 'learning without forgetting',
  block: 'feature distance of a searched block (DNA)',
  'top-k': 'KL against stored top-k targets',
  'word-kd': 'soft cross-entropy per token',
  'sequence-kd': 'cross-entropy on the text that the teacher wrote',
  gkd: 'generalised Jensen-Shannon divergence, on-policy',
  minillm: 'reverse KL by policy gradient',
  uld: 'universal logit distillation across tokenizers',
  'ctc-nbest': 'sequence-level distillation of CTC',
  distilhubert: 'L1 and cosine per layer of a speech encoder',
};

/** Networks by `network.kind`. */
export const plannedNetworks: Readonly<Record<string, string>> = {
  vgg: 'VGG networks',
  'wide-resnet': 'wide residual networks',
  gpt: 'Transformer decoders',
  gcn: 'graph networks',
  generator: 'image generators',
  discriminator: 'discriminators',
  'speech-encoder': 'speech encoders',
  'super-net': 'networks to search in',
  'graph-model': 'TensorFlow.js graph models, teachers only',
  onnx: 'ONNX models, teachers only',
  branches: 'branches over shared layers (ONE)',
};

/** Data by `source`. */
export const plannedSources: Readonly<Record<string, string>> = {
  cifar: 'CIFAR binaries',
  tsv: 'tables with a text column',
  text: 'plain text to read as tokens',
  jsonl: 'JSON lines with prompts or conversations',
  'audio-folder': 'recordings, a folder a class',
  graph: 'nodes with edges',
  paired: 'two modalities with one sample index',
};

export const plannedProjections: Readonly<Record<string, string>> = {
  regressor: 'convolution, batch-norm and ReLU (RepDistiller)',
  shared: 'one linear map for all pairs of a term (TinyBERT)',
  embed: 'linear maps of both sides to a common space (CRD)',
};

export const plannedBackends: Readonly<Record<string, string>> = {
  tensorflow: 'libtensorflow on the CPU',
  'tensorflow-gpu': 'libtensorflow on a GPU',
  webgpu: 'WebGPU',
};

export const plannedMetrics: Readonly<Record<string, string>> = {
  f1: 'F1 of the positive class',
  matthews: 'Matthews correlation',
  pearson: 'Pearson correlation',
  perplexity: 'perplexity per token',
  'rouge-l': 'ROUGE-L of generated text',
};

export const plannedAugments: Readonly<Record<string, string>> = {
  'word-replacement': 'words replaced by a masked language model',
  'spec-augment': 'time and frequency masks',
  jitter: 'random shifts of the image',
};

/** Places in a recipe, `*` for any key or index; with `moreThan`, only where a list is longer. */
export interface PlannedPlace {
  readonly place: string;
  readonly moreThan?: number;
  readonly what: string;
}

export const plannedPlaces: readonly PlannedPlace[] = [
  { place: 'stages.*.updates', moreThan: 1, what: 'Alternating several updates' },
  { place: 'stages.*.data.generate', what: 'Data from a generator' },
  { place: 'stages.*.data.synthesise', what: 'Data synthesised from a teacher' },
  { place: 'stages.*.data.sample', what: 'Data sampled from the student' },
  { place: 'stages.*.updates.*.data.generate', what: 'Data from a generator' },
  { place: 'stages.*.updates.*.data.synthesise', what: 'Data synthesised from a teacher' },
  { place: 'stages.*.updates.*.data.sample', what: 'Data sampled from the student' },
  { place: 'stages.*.losses.*.teachers', moreThan: 1, what: 'Several teachers on one term' },
  { place: 'stages.*.losses.*.combine', what: 'Combining several teachers' },
  { place: 'stages.*.losses.*.head', what: 'Several heads' },
  { place: 'stages.*.updates.*.losses.*.teachers', moreThan: 1, what: 'Several teachers on one term' },
  { place: 'stages.*.updates.*.losses.*.combine', what: 'Combining several teachers' },
  { place: 'stages.*.updates.*.losses.*.head', what: 'Several heads' },
  { place: 'stages.*.heads', what: 'Several heads' },
  { place: 'models.*.heads', what: 'Several heads' },
  { place: 'models.*.exits', what: 'Early exits' },
  { place: 'models.*.quantize', what: 'Quantised students' },
  { place: 'models.*.search', what: 'Searching for a student' },
  { place: 'models.*.targets', what: 'A labelling job for stored targets' },
  { place: 'sweep', what: 'Sweeping over values' },
];
