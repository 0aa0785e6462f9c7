import type { Lowering } from '../builder.ts';
import { batchNorm } from './batch-norm.ts';
import { comparisons } from './comparisons.ts';
import { convolutions } from './convolutions.ts';
import { elementwise } from './elementwise.ts';
import { layout } from './layout.ts';
import { normalisation } from './normalisation.ts';
import { places } from './places.ts';
import { pools } from './pools.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { resizing } from './resizing.ts';
import { rows } from './rows.ts';

/** Every kernel that ONNX Runtime runs for us. */
export const lowerings: readonly Lowering[] = [
  ...elementwise,
  ...reductions,
  ...layout,
  ...places,
  ...products,
  ...convolutions,
  ...pools,
  ...resizing,
  ...normalisation,
  ...batchNorm,
  ...rows,
  ...comparisons,
];

const byKernel = new Map(lowerings.map((lowering) => [lowering.kernel, lowering]));

export const findLowering = (kernel: string): Lowering | undefined => byKernel.get(kernel);
