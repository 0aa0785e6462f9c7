/** What a key means when a recipe leaves it out. Weights, reductions and parameters of losses are the descriptors' own. */
export const defaults = {
  seeds: [1],
  backend: 'auto',
  batch: 64,
  accumulate: 1,
  updateSteps: 1,
  minDelta: 0,
  flipProbability: 0.5,
  metric: 'accuracy',
  /** Data set that selects when none is named and this one is there and labelled. */
  selectionData: 'val',
  evaluateEvery: '1 epoch',
  /** Longer stages are evaluated less often than every epoch: at most this many times a stage. */
  evaluationsAtMost: 25,
  evaluateBatch: 256,
  checkpointEvery: '1 epoch',
  keepLast: 1,
  keepBest: 1,
  /** Diagnostics cost a few steps' time each: every so many steps, or so many a stage, whichever is rarer. */
  diagnosticsEverySteps: 200,
  diagnosticsPerStage: 50,
  gradients: true,
  /** Samples of the probe on which layers are compared; fewer only where the split is smaller. */
  probeSamples: 512,
  probeSamplesAtLeast: 64,
  /** Taps on a side of the CKA matrix. */
  matrixTaps: 8,
  /** Stored teacher outputs above this are computed with every batch instead. */
  storedTargetsBytes: 512 * 1024 * 1024,
} as const;
