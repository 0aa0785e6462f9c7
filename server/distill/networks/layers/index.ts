import { RetortError } from '../../../protocol/failure.ts';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { averagePool } from './average-pool.ts';
import { batchNorm } from './batch-norm.ts';
import { concat } from './concat.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import { depthwiseConv } from './depthwise-conv.ts';
import type { KerasImport, LayerDescriptor } from './descriptor.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { maxPool } from './max-pool.ts';
import { reshape } from './reshape.ts';
import { separableConv } from './separable-conv.ts';
import { zeroPadding } from './zero-padding.ts';
import { say } from '../../../text/say.ts';

/** Every kind of layer. */
export const layers: readonly LayerDescriptor[] = [
  dense,
  conv,
  depthwiseConv,
  maxPool,
  averagePool,
  globalAveragePool,
  flatten,
  reshape,
  activation,
  batchNorm,
  dropout,
  add,
  concat,
  zeroPadding,
];

const kerasImports: ReadonlyMap<string, KerasImport> = new Map(
  [...layers.map((descriptor) => descriptor.keras), separableConv].flatMap((entry) =>
    entry.classNames.map((className) => [className, entry] as const),
  ),
);

/** Every Keras class that can be read. */
export const kerasClassNames: readonly string[] = [...kerasImports.keys()];

/** What reads a Keras class. */
export const findKerasImport = (className: string): KerasImport | undefined => kerasImports.get(className);

const byName = new Map(layers.map((descriptor) => [descriptor.layer, descriptor]));

/** The layer of that name; `unknown-layer` otherwise. */
export function findLayer(name: string, where: string): LayerDescriptor {
  const found = byName.get(name);
  if (found !== undefined) return found;
  throw new RetortError({
    code: 'unknown-layer',
    message: say`${where}: there is no layer "${name}".`,
    where,
    next: say`Use one of ${[...byName.keys()].join(', ')}.`,
  });
}
