import { adamUpdate } from './adam-update.ts';
import { attentionScores, attentionScoresGrad } from './attention-scores.ts';
import { batchNorm, batchNormGrad } from './batch-norm.ts';
import { softmaxCrossEntropy } from './cross-entropy.ts';
import { softmaxDivergence, softmaxDivergenceGrad } from './divergence.ts';
import { gelu, geluGrad } from './gelu.ts';
import { layerNorm, layerNormGrad } from './layer-norm.ts';
import type { AnyOperation } from './operation.ts';
import { reluGrad } from './relu.ts';
import { sgdUpdate } from './sgd-update.ts';
import { squaredNorm } from './squared-norm.ts';
import { softmaxGrad } from './softmax.ts';

/** Every lean operation. Backends register them all, and their gradients. */
export const operations: readonly AnyOperation[] = [
  reluGrad,
  gelu,
  geluGrad,
  softmaxGrad,
  batchNorm,
  batchNormGrad,
  layerNorm,
  layerNormGrad,
  attentionScores,
  attentionScoresGrad,
  softmaxCrossEntropy,
  softmaxDivergence,
  softmaxDivergenceGrad,
  squaredNorm,
  sgdUpdate,
  adamUpdate,
];
